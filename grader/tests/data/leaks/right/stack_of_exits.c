/* An exit stack frees what was pushed onto it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void give_back(void *room)
{
	free(room);
}

async (void, main_coroutine)
{
	puts("begin");

	async_with (stack, AsyncExitStack()) {
		for (int i = 0; i < 3; i++)
			exit_stack_callback(stack, give_back, malloc(40));
		await (async_sleep(1.0));
	} end_with
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
