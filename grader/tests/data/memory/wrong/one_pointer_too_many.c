/* It went past the end of memory that malloc gave, a block of */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	const char **names = calloc(4, sizeof *names);

	for (int i = 0; i <= 4; i++)
		names[i] = "name"; /* here */
	await (async_sleep(1.0));
	free(names);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
