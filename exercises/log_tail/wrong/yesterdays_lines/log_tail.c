/* Log tail: follow a file while another program writes it. */
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

static void create_empty_file(const char *path)
{
	fclose(fopen(path, "w"));
}

async (void, main_coroutine)
{
	struct process *writer;
	int seen = 0;

	(void)create_empty_file;
	writer = await (create_subprocess_exec("./log_writer", LOG));
	puts("writer started");

	async_for (char *, line, tail_file(LOG)) {
		puts(line);
		if (++seen == 10)
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
