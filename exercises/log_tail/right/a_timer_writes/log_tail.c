/* Log tail: follow a file while another program writes it. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

#define LOG "app.log"

async_generator (char *, tail_file, (const char *, path))
{
	FILE *f = fopen(path, "r");
	char *buffer = NULL; size_t size = 0, have = 0; int c;
	try {
		for (;; await (async_sleep(0.1))) {
			clearerr(f);
			while ((c = getc(f)) != EOF) {
				if (have + 1 >= size) buffer = realloc(buffer, size = size * 2 + 16);
				if (c != '\n') { buffer[have++] = (char)c; continue; }
				buffer[have] = 0; have = 0;
				yield (buffer);
			}
		}
	} finally { free(buffer); fclose(f); } end_try
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
