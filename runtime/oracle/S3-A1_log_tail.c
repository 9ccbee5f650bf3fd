/* Follows a log that another process writes, and stops after ten lines. */
#include <async.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>

#define LOG "app.log"

async_generator (char *, tail, (const char *, path))
{
	async_with (log, async_open(path, "r")) {
		for (;;) {
			char *line = await (file_readline(log));

			if (line)
				yield (line);
			else
				await (async_sleep(0.1));
		}
	} end_with
}

async (void, main_coroutine, (char *, writer_path))
{
	struct process *writer;
	int seen = 0;

	fclose(fopen(LOG, "w"));
	writer = await (create_subprocess_exec(writer_path, LOG, "0.15"));
	puts("writer started");
	async_for (char *, line, tail(LOG)) {
		puts(line);
		if (++seen == 10)
			break;
	}
	puts("enough");
	process_terminate(writer);
	printf("writer ended with %d\n", await (process_wait(writer)));
}

/* The writer stands beside this program. */
int main(int argc, char **argv)
{
	static char writer_path[4096];

	(void)argc;
	snprintf(writer_path, sizeof writer_path, "%s", argv[0]);
	strcat(dirname(writer_path), "/log_writer");
	return async_run(main_coroutine(writer_path));
}
