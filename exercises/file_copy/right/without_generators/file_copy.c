/* File copy: line by line, and two at the same time. */
#include <async.h>

#include <stdio.h>

/* So that these may be sent to a thread. */
thread_function (FILE *, fopen, (const char *, path), (const char *, mode));
thread_function (int, fclose, (FILE *, file));
thread_function (int, fputs, (const char *, text), (FILE *, file));

asynccontextmanager (FILE *, writing, (const char *, path))
{
	FILE *file = await (to_thread(fopen, path, "w"));

	if (!file)
		raise (OSError, "cannot write %s", path);
	try {
		yield (file);
	} finally {
		await (to_thread(fclose, file));
	} end_try
}

/* Copies a file line by line, 0.1 s each. */
async (void, copy_file, (const char *, from), (const char *, to))
{
	int count = 0;

	async_with (source, async_open(from, "r"), target, writing(to)) {
		char *line;

		while ((line = await (file_readline(source))) != NULL ||
		       (line = await (file_read_rest(source))) != NULL) {
			await (async_sleep(0.1));
			await (to_thread(fputs, line, target));
			await (to_thread(fputs, "\n", target));
			count++;
		}
	} end_with
	printf("%s: %d lines\n", to, count);
}

async (void, show, (const char *, path))
{
	async_with (file, async_open(path, "r")) {
		for (;;) {
			char *line = await (file_readline(file));

			if (!line)
				break;
			printf("[%s]\n", line);
		}
	} end_with
}

async (void, main_coroutine)
{
	await (gather(copy_file("poem.txt", "poem.copy"),
		      copy_file("list.txt", "list.copy")));
	await (show("poem.copy"));
	await (show("list.copy"));
	try {
		await (copy_file("novel.txt", "novel.copy"));
	} except (FileNotFoundError, e) {
		puts("there is no novel.txt");
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
