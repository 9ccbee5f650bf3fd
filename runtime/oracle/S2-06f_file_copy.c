/* Two files are copied at the same time, line by line; a third is not there. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>

async (void, make, (const char *, path), (int, count))
{
	async_with (file, async_open(path, "w")) {
		char line[100];

		for (int number = 1; number <= count; number++) {
			snprintf(line, sizeof line, "%s line %d\n", path, number);
			await (file_write(file, line));
		}
		await (file_write(file, "never ended"));
	} end_with
}

async (void, copy, (const char *, source), (const char *, target), (double, delay))
{
	int lines = 0;

	async_with (reader, async_open(source, "r"), writer, async_open(target, "w")) {
		async_for (char *, line, reader) {
			await (async_sleep(delay));
			if (lines++ > 0)
				await (file_write(writer, "\n"));
			await (file_write(writer, line));
		}
	} end_with
	printf("%s: %d lines\n", target, lines);
}

async (void, main_coroutine)
{
	char **lines, *text;

	await (make("one.txt", 3));
	await (make("two.txt", 5));
	puts("made");
	await (gather(copy("one.txt", "one.copy", 0.10), copy("two.txt", "two.copy", 0.03)));
	try {
		await (copy("three.txt", "three.copy", 0.10));
	} except (FileNotFoundError, error) {
		puts(error->message);
	} end_try
	async_with (file, async_open("one.copy", "r")) {
		lines = await (file_readlines(file));
		for (size_t i = 0; i < list_length(lines); i++)
			printf("%s'%s'", i ? ", " : "[", lines[i]);
		puts("]");
		list_free(lines);
	} end_with
	async_with (file, async_open("two.copy", "rb")) {
		await (file_seek(file, -11, SEEK_END));
		printf("%ld ", (long)await (file_tell(file)));
		text = await (file_read(file));
		puts(text);
		free(text);
	} end_with
	async_with (file, async_open("two.copy", "r+")) {
		printf("%ld\n", (long)await (file_truncate(file, 14)));
		printf("'%s'\n", await (file_readline(file)) ? "?" : await (file_read_rest(file)));
	} end_with
	try {
		async_with (async_open("one.copy", "x"))
			puts("never");
		end_with
	} except (FileExistsError, error) {
		puts(error->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
