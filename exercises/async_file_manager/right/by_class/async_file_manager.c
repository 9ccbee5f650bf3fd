/* Async file manager: a file that is opened slowly, and closed in any case. */
#include <async.h>

#include <stdio.h>

struct book {
	const char *path;
	FILE *pages;
};

async (FILE *, book_aenter, (struct book *, self))
{
	printf("opening %s\n", self->path);
	await (async_sleep(1.0));
	self->pages = fopen(self->path, "a");
	if (!self->pages)
		raise (OSError, "cannot open %s", self->path);
	return self->pages;
}

async (bool, book_aexit, (struct book *, self), (struct exception *, e))
{
	if (e && exception_is(e, Exception))
		fputs("(cut short)\n", self->pages);
	printf("closing %s\n", self->path);
	await (async_sleep(0.5));
	fclose(self->pages);
	return false;
}

async_context_manager (book, struct book *);

async (void, add_entry, (const char *, path), (const char *, text), (bool, has_ink))
{
	struct book here = { .path = path };

	try {
		async_with (file, book(&here)) {
			puts("writing");
			fprintf(file, "%s\n", text);
			if (!has_ink)
				raise (ValueError, "out of ink");
		} end_with
	} except (OSError, ValueError, e) {
		printf("caught: %s\n", e->message);
	} end_try
}

static void show(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[80];

	while (fgets(line, sizeof line, file))
		printf("> %s", line);
	fclose(file);
}

async (void, main_coroutine)
{
	await (add_entry("journal.txt", "first entry", true));
	await (add_entry("journal.txt", "second entry", false));
	await (add_entry("nowhere/journal.txt", "third entry", true));
	show("journal.txt");
	puts("end of the journal");
}

int main(void)
{
	return async_run(main_coroutine());
}
