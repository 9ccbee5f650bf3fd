/* It used memory after it was freed: line 12 had freed it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, clean_up, (int *, shared))
{
	await (async_sleep(0.5));
	free(shared);
}

async (void, main_coroutine)
{
	puts("begin");

	int *shared = calloc(1, sizeof *shared);
	Task(void) cleaner = create_task(clean_up(shared));

	await (async_sleep(1.0));
	*shared = 3; /* here */
	await (cleaner);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
