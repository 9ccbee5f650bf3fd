/* It went past the end of memory that malloc gave, a block of */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	long *numbers = calloc(5, sizeof *numbers);
	long sum = 0;

	for (int i = 0; i <= 5; i++)
		sum += numbers[i]; /* here */
	await (async_sleep(1.0 + (double)(sum == 1)));
	free(numbers);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
