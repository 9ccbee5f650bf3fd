/* A manager made from a generator: opening 1 s, closing 0.5 s, writing between. */
#include <async.h>
#include <stdio.h>

asynccontextmanager (FILE *, opened, (const char *, name), (const char *, mode))
{
	FILE *file;

	printf("Async opening %s in mode %s\n", name, mode);
	await (async_sleep(1));
	file = fopen(name, mode);
	try {
		yield (file);
	} finally {
		printf("Async closing %s\n", name);
		await (async_sleep(0.5));
		fclose(file);
	} end_try
}

async (void, main_coroutine)
{
	async_with (file, opened("example.txt", "w")) {
		puts("Writing to file");
		fputs("Hello, async world!", file);
	} end_with
}

int main(void)
{
	char content[100] = "";
	FILE *result;

	async_run(main_coroutine());
	result = fopen("example.txt", "r");
	if (fgets(content, sizeof content, result))
		printf("trace: content '%s'\n", content);
	fclose(result);
	return 0;
}
