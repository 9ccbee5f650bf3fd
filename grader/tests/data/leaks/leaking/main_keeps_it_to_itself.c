/* main allocates 300 bytes with malloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine, (char *, room))
{
	puts("begin");
	await (async_sleep(1.0));
	snprintf(room, 300, "end");
	puts(room);
}

int main(void)
{
	char *room = malloc(300);

	return async_run(main_coroutine(room));
}
