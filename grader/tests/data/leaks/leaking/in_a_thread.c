/* read_all allocates 5000 bytes with malloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

blocking(int, read_all, (const char *, path))
{
	char *text = malloc(5000);

	return snprintf(text, 5000, "all of %s", path);
}

async (void, main_coroutine)
{
	puts("begin");

	int length = await (to_thread(read_all, "a path"));

	await (async_sleep(length ? 1.0 : 0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
