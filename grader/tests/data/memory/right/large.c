/* Blocks of many pages. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	size_t size = (size_t)5 << 20;
	char *large = malloc(size), *larger;

	memset(large, 'x', size);
	larger = realloc(large, 4 * size);
	memset(larger + size, 'y', 3 * size);
	await (async_sleep(larger[size - 1] == 'x' ? 1.0 : 0));
	free(larger);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
