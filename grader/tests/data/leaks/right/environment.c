/* putenv keeps what it is given. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	char *variable = strdup("COLOUR=blue");

	putenv(variable);
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
