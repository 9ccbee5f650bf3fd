/* work allocates 90 bytes with calloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, work)
{
	char *room = calloc(9, 10);

	await (async_sleep(60));
	free(room);
}

async (void, main_coroutine)
{
	puts("begin");

	Task(void) task = create_task(work());

	(void)task;
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
