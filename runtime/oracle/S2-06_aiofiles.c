/* Writes a file, then reads it back, every operation on a worker thread. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>

/* The caller frees it. */
async (char *, load, (const char *, path))
{
	async_with (file, async_open(path, "r")) {
		return await (file_read(file));
	} end_with
	return NULL;
}

async (void, save, (const char *, path), (const char *, text))
{
	async_with (file, async_open(path, "w")) {
		await (file_write(file, text));
	} end_with
}

async (void, main_coroutine)
{
	char *text;

	await (save("output.txt", "Hello, async world!"));
	text = await (load("output.txt"));
	puts(text);
	free(text);
}

int main(void)
{
	return async_run(main_coroutine());
}
