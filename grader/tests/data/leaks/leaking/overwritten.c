/* Of the 2 blocks of memory that main_coroutine allocates here with asprintf, 1 (7 bytes) is never freed */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	char *name = NULL;

	for (int i = 0; i < 2; i++)
		asprintf(&name, "name %d", i);
	await (async_sleep(1.0));
	free(name);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
