/* Slow disk: the manager is a class, and fopen waits in a thread of its own. */
#include <async.h>

#include <stdio.h>
#include <stdlib.h>

thread_function(FILE *, fopen, (const char *, path), (const char *, mode));
thread_function(int, fclose, (FILE *, file));

struct paper {
	const char *path, *mode;
	FILE *file;
};

async (FILE *, paper_aenter, (struct paper *, self))
{
	printf("opening %s\n", self->path);
	await (async_sleep(1.0));
	self->file = await (to_thread(fopen, self->path, self->mode));
	if (!self->file)
		raise (FileNotFoundError, "no file %s", self->path);
	return self->file;
}

async (void, paper_aexit, (struct paper *, self), (struct exception *, e))
{
	printf("closing %s\n", self->path);
	await (async_sleep(0.5));
	await (to_thread(fclose, self->file));
	printf("closed %s\n", self->path);
}

async_context_manager (paper, struct paper *);

async (void, write_to, (const char *, mode), (const char *, words), (bool, runs_out))
{
	struct paper notes = { "notes.txt", mode, NULL };

	async_with (file, paper(&notes)) {
		if (!runs_out)
			puts("writing");
		fputs(words, file);
		if (runs_out)
			raise (ValueError, "no more paper");
	} end_with
}

async (void, read_letters)
{
	struct paper letters = { "letters.txt", "r", NULL };

	async_with (paper(&letters)) {
		puts("reading");
	} end_with
}

async (void, day_at_the_desk)
{
	await (write_to("w", "Hello, async world!\n", false));
	try {
		await (write_to("a", "a second line\n", true));
	} except (ValueError, e) {
		printf("main: %s\n", e->message);
	} end_try
	try {
		await (read_letters());
	} except (FileNotFoundError, e) {
		printf("main: %s\n", e->message);
	} end_try
	async_with (file, async_open("notes.txt", "r")) {
		char *line;

		while ((line = await (file_readline(file))) != NULL)
			printf("[%s]\n", line);
	} end_with
}

int main(void)
{
	return async_run(day_at_the_desk());
}
