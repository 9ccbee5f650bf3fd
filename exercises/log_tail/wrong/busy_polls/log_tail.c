/* Log tail: follow a file while another program writes it. */
#include <async.h>

#include <stdio.h>
#include <string.h>

#define LOG "app.log"

async_generator (char *, tail_file, (const char *, path))
{
	static char line[200];
	FILE *file = fopen(path, "r");

	for (;;) {
		if (fgets(line, sizeof line, file)) {
			line[strcspn(line, "\n")] = '\0';
			yield (line);
		} else {
			clearerr(file);
		}
	}
}

static void create_empty_file(const char *path)
{
	fclose(fopen(path, "w"));
}

async (void, main_coroutine)
{
	struct process *writer;
	int seen = 0;

	create_empty_file(LOG);
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
