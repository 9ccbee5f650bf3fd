#include <async.h>

#include <stdio.h>

#define LOG "app.log"

async_generator (char *, tail_file, (const char *, path))
{
	async_with (file, async_open(path, "r")) {
		for (;;) {
			char *line = await (file_readline(file));

			if (line)
				yield (line);
			else
				await (async_sleep(0.1));
		}
	} end_with
}

async (void, main_coroutine)
{
	struct process *writer;
	int seen = 0;

	fclose(fopen(LOG, "w"));
	writer = await (create_subprocess_exec("sh", "-c",
		"n=1; while :; do sleep 0.33; echo line $n >> app.log; n=$((n + 1)); done"));

	async_for (char *, line, tail_file(LOG)) {
		puts(line);
		if (++seen == 3)
			break;
	}
	puts("enough");
	process_terminate(writer);
	printf("writer ended with %d\n", await (process_wait(writer)));
}

int main(void)
{
	return async_run(main_coroutine());
}
