/* exit, from a coroutine: what it still has is not lost. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	char *room = malloc(300);

	await (async_sleep(1.0));
	puts("end");
	fflush(stdout);
	snprintf(room, 300, "all the same");
	exit(0);
}

int main(void)
{
	return async_run(main_coroutine());
}
