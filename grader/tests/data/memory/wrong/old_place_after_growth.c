/* It used memory after it was freed: line 16 had freed it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	int *numbers = calloc(2, sizeof *numbers);
	int *first = &numbers[0];

	numbers = realloc(numbers, 20 * sizeof *numbers);
	*first = 1; /* here */
	await (async_sleep(1.0));
	free(numbers);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
