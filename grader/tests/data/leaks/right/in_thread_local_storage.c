/* What a variable of the thread leads to is not lost. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Thread_local char *mine;

async (void, main_coroutine)
{
	puts("begin");

	mine = strdup("of this thread");
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
