/* Slow disk: a file is opened, lent, and closed, whatever happens. */
#include <async.h>

#include <stdio.h>

/* So that these may be sent to a thread. */
thread_function(FILE *, fopen, (const char *, path), (const char *, mode));
thread_function(int, fputs, (const char *, text), (FILE *, file));
thread_function(int, fclose, (FILE *, file));

/* The disk is slow: opening takes 1 s, closing 0.5 s. */
asynccontextmanager(FILE *, file_manager, (const char *, path), (const char *, mode))
{
	FILE *file;

	printf("opening %s\n", path);
	await (async_sleep(1.0));
	file = await (to_thread(fopen, path, mode));
	if (!file)
		raise (FileNotFoundError, "no file %s", path);
	try {
		yield (file);
	} finally {
		printf("closing %s\n", path);
		await (async_sleep(0.5));
		printf("closed %s\n", path);
	} end_try
}

async (void, main_coroutine)
{
	async_with (file, file_manager("notes.txt", "w")) {
		puts("writing");
		await (to_thread(fputs, "Hello, async world!\n", file));
	} end_with

	try {
		async_with (file, file_manager("notes.txt", "a")) {
			await (to_thread(fputs, "a second line\n", file));
			raise (ValueError, "no more paper");
		} end_with
	} except (ValueError, e) {
		printf("main: %s\n", e->message);
	} end_try

	try {
		async_with (file, file_manager("letters.txt", "r")) {
			puts("reading");
		} end_with
	} except (FileNotFoundError, e) {
		printf("main: %s\n", e->message);
	} end_try

	async_with (file, async_open("notes.txt", "r")) {
		for (;;) {
			char *line = await (file_readline(file));

			if (!line)
				break;
			printf("[%s]\n", line);
		}
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
