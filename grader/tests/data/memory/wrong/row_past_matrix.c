/* It used index 2 of an array whose last index is 1. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int table[2][3];

async (void, main_coroutine)
{
	puts("begin");

	for (int row = 0; row <= 2; row++)
		for (int column = 0; column < 3; column++)
			table[row][column] = row; /* here */
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
