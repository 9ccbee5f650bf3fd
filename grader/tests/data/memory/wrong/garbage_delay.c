/* It went past the end of memory that malloc gave, a block of */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	double *delays = malloc(3 * sizeof *delays);
	double sum = 0;

	for (int i = 0; i < 3; i++)
		delays[i] = 0.25;
	for (int i = 0; i < 4; i++)
		sum += delays[i]; /* here */
	await (async_sleep(sum > 0.8 ? sum : 1.0));
	free(delays);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
