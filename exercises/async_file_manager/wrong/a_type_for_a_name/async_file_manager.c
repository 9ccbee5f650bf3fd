/* Async file manager: a file that is opened slowly, and closed in any case. */
#include <async.h>

#include <stdio.h>

asynccontextmanager(FILE *, file_manager, (const char *, path))
{
	FILE *file;

	printf("opening %s\n", path);
	await (async_sleep(1.0));
	file = fopen(path, "a");
	if (!file)
		raise (OSError, "cannot open %s", path);
	try {
		yield (file);
	} except (Exception, e) {
		fputs("(cut short)\n", file);
		raise ();
	} finally {
		printf("closing %s\n", path);
		await (async_sleep(0.5));
		fclose(file);
	} end_try
}

async (void, add_entry, (const char *, path), (const char *, text), (bool, has_ink))
{
	try {
		async_with (file, file_manager(path)) {
			puts("writing");
			fprintf(file, "%s\n", text);
			if (!has_ink)
				raise (ValueError, "out of ink");
		} end_with
	} except (OSError, ValueError) {
		printf("caught: %s\n", "out of ink");
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
