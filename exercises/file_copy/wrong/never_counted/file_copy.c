/* File copy: line by line, and two at the same time. */
#include <async.h>

#include <stdio.h>

/* Every line of a file, also a last one that was not ended. */
async_generator (char *, lines_of, (const char *, path))
{
	async_with (file, async_open(path, "r")) {
		for (;;) {
			char *line = await (file_readline(file));

			if (!line)
				line = await (file_read_rest(file));
			if (!line)
				break;
			yield (line);
		}
	} end_with
}

/* Copies a file line by line, 0.1 s each. */
async (void, copy_file, (const char *, from), (const char *, to))
{
	int count = 0;

	async_with (copy, async_open(to, "w")) {
		async_for (char *, line, lines_of(from)) {
			await (async_sleep(0.1));
			await (file_write(copy, line));
			await (file_write(copy, "\n"));
		}
	} end_with
	printf("%s: %d lines\n", to, count);
}

/* Prints each line of a file, in square brackets. */
async (void, show, (const char *, path))
{
	async_for (char *, line, lines_of(path))
		printf("[%s]\n", line);
}

/* ---- what is asked of it ---- */

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
