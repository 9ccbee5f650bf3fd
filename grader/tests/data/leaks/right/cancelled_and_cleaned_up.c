/* A task is cancelled, and its finally frees what it has. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, work)
{
	char *room = calloc(10, 100);

	try {
		await (async_sleep(60));
	} finally {
		free(room);
	} end_try
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
