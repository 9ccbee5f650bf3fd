/* It went before the beginning of memory that malloc gave, a block of */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	char *text = malloc(16);

	strcpy(text, "word");
	for (char *at = text + 3; at >= text - 1; at--)
		*at = 'x'; /* here */
	await (async_sleep(1.0));
	free(text);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
