#include <async.h>
#include <fcntl.h>
#include <stdio.h>

async_generator (char *, lines, (const char *, path))
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

async (void, follow)
{
	struct process *writer;
	int seen = 0;

	fclose(fopen("greetings", "w"));
	writer = await (create_subprocess_exec("./writer"));
	async_for (char *, line, lines("greetings")) {
		puts(line);
		if (++seen == 3)
			break;
	}
	process_terminate(writer);
	await (process_wait(writer));
	puts("writer ended");
}

int main(void)
{
	return async_run(follow());
}
