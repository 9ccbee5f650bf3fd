/* A function for the end of the program frees. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *room;

static void tidy(void)
{
	free(room);
	room = NULL;
}

async (void, main_coroutine)
{
	puts("begin");

	room = malloc(555);
	atexit(tidy);
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
