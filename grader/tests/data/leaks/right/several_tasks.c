/* Ten tasks side by side, each with memory of its own. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, work, (int, number))
{
	char *room = malloc(100 + (size_t)number);

	for (int i = 0; i < 10; i++) {
		await (async_sleep(0.1));
		snprintf(room, 100, "%d", i);
	}
	free(room);
}

async (void, main_coroutine)
{
	puts("begin");

	async_with (group, task_group()) {
		for (int i = 0; i < 10; i++)
			group_create_task(group, work(i));
	} end_with
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
