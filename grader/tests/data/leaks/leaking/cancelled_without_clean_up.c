/* work allocates 1000 bytes with malloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, work)
{
	char *room = malloc(1000);

	await (async_sleep(60));
	free(room);
}

async (void, main_coroutine)
{
	puts("begin");

	Task(void) task = create_task(work());

	await (async_sleep(1.0));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError) {
	} end_try
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
