/* fetch allocates 200 bytes with malloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (char *, fetch)
{
	char *page = malloc(200);

	await (async_sleep(1.0));
	return page;
}

async (void, main_coroutine)
{
	puts("begin");

	Task(char *) task = create_task(fetch());

	(void)await (task);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
