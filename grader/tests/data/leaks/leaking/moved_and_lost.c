/* grow allocates 400 bytes with realloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int *grow(int *numbers, size_t count)
{
	return realloc(numbers, count * sizeof *numbers);
}

async (void, main_coroutine)
{
	puts("begin");

	int *numbers = NULL;

	for (size_t i = 1; i <= 100; i++)
		numbers = grow(numbers, i);
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
