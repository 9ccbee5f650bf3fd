/* A blocking read on a thread: the loop stays free meanwhile. The read is made slow
 * (0.30 s), and a ticker prints every 0.10 s. */
#include <async.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

blocking (char *, slow_read, (const char *, path))
{
	char *text = calloc(1, 100);
	FILE *file;

	usleep(300000);
	file = fopen(path, "r");
	if (!file)
		raise (FileNotFoundError, "%s", path);
	fgets(text, 100, file);
	fclose(file);
	return text;
}

async (void, ticker)
{
	for (int count = 1; count <= 2; count++) {
		await (async_sleep(0.1));
		printf("tick %d\n", count);
	}
}

async (void, main_coroutine)
{
	char path[] = "/tmp/oracle-XXXXXX";
	FILE *file = fdopen(mkstemp(path), "w");

	fputs("Hello, async world!", file);
	fclose(file);
	Task(void) ticking = create_task(ticker());
	char *text = await (to_thread(slow_read, path));
	puts(text);
	free(text);
	unlink(path);
	await (ticking);
}

int main(void)
{
	return async_run(main_coroutine());
}
