/* It used index 3 of an array whose last index is 2. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	double delays[] = { 0.25, 0.25, 0.5 };
	double sum = 0;

	for (int i = 0; i <= 3; i++)
		sum += delays[i]; /* here */
	await (async_sleep(sum));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
