/* exit, from a function that main has called: what main has is not lost. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");
	await (async_sleep(1.0));
	puts("end");
}

static void leave(int status)
{
	exit(status);
}

int main(void)
{
	char *room = malloc(300);
	int status;

	snprintf(room, 300, "mine");
	status = async_run(main_coroutine());
	leave(status);
	free(room);
	return 0;
}
