/* S2-08 on a real file: reading, filtering, cutting out, a line at a time. */
#include <async.h>
#include <stdio.h>
#include <string.h>

static const char *const levels[] = { "INFO", "ERROR", "WARN", "ERROR" };

async (void, make, (const char *, path), (int, count))
{
	async_with (file, async_open(path, "w")) {
		char line[100];

		for (int number = 0; number < count; number++) {
			snprintf(line, sizeof line, "%05d %s disk %d\n", number * 60,
				 levels[number % 4], number);
			await (file_write(file, line));
		}
	} end_with
}

async_generator (char *, read_lines, (const char *, path))
{
	async_with (file, async_open(path, "r")) {
		puts("trace: opened");
		async_for (char *, line, file) {
			await (async_sleep(0.05));
			yield (line);
		}
	} end_with
	puts("trace: closed");
}

async_generator (char *, keep, (AsyncGenerator(char *), lines), (const char *, word))
{
	async_for (char *, line, lines) {
		if (strstr(line, word))
			yield (line);
	}
}

async_generator (char *, messages, (AsyncGenerator(char *), lines))
{
	async_for (char *, line, lines)
		yield (strchr(strchr(line, ' ') + 1, ' ') + 1);
}

async (void, main_coroutine)
{
	await (make("server.log", 12));
	async_for (char *, message, messages(keep(read_lines("server.log"), "ERROR"))) {
		puts(message);
		await (async_sleep(0.01));
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
