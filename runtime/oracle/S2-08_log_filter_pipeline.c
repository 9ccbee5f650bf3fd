/* Two async generators in a chain: the lines flow through one at a time. */
#include <async.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define LOG                                                                           \
	"INFO start\nERROR disk full\nINFO retry\n  ERROR disk still full\nWARN slow\n" \
	"ERROR gave up\nNOERROR counts too\n"

/* A file that is read in a manager, and is an iterator over its lines. */
struct async_file {
	const char *path;
	FILE *file;
	char line[100];
};

async (struct async_file *, async_file_aenter, (struct async_file *, self))
{
	self->file = fopen(self->path, "r");
	puts("trace: file opened");
	return self;
}

async (void, async_file_aexit, (struct async_file *, self), (struct exception *, e))
{
	fclose(self->file);
	puts("trace: file closed");
}

async_context_manager (async_file, struct async_file *);

struct async_file *async_file_lines_aiter(struct async_file *self)
{
	return self;
}

async (char *, async_file_lines_anext, (struct async_file *, self))
{
	await (async_sleep(0.05));
	if (!fgets(self->line, sizeof self->line, self->file))
		raise (StopAsyncIteration);
	return self->line;
}

async_iterator (async_file_lines, struct async_file *);

static char *strip(char *line)
{
	char *end = line + strlen(line);

	while (end > line && isspace((unsigned char)end[-1]))
		*--end = '\0';
	while (isspace((unsigned char)*line))
		line++;
	return line;
}

async_generator (char *, read_lines, (const char *, path))
{
	struct async_file memory = { .path = path };

	async_with (file, async_file(&memory)) {
		async_for (char *, line, async_file_lines(file))
			yield (strip(line));
	} end_with
}

async_generator (char *, keep, (AsyncGenerator(char *), lines), (const char *, keyword))
{
	async_for (char *, line, lines) {
		printf("trace: filter sees '%s'\n", line);
		if (strstr(line, keyword))
			yield (line);
	}
}

async (void, main_coroutine)
{
	FILE *file = fopen("server.log", "w");

	fputs(LOG, file);
	fclose(file);
	async_for (char *, line, keep(read_lines("server.log"), "ERROR"))
		puts(line);
}

int main(void)
{
	return async_run(main_coroutine());
}
