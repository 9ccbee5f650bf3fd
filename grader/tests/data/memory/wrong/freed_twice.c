/* It freed the same memory twice: line 16 had freed it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	char *first = malloc(40);
	char *second;

	free(first);
	second = malloc(40);
	await (async_sleep(second ? 1.0 : 0));
	free(first); /* here */
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
