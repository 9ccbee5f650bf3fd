/* A static leads into a block, and not to its beginning. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int *middle;

async (void, main_coroutine)
{
	puts("begin");

	middle = (int *)malloc(100 * sizeof(int)) + 50;
	await (async_sleep(1.0));
	*middle = 1;
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
