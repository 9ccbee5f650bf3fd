/* It went past the end of memory that malloc gave, a block of */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
	char *new = malloc(strlen(text));

	return strcpy(new, text); /* here */
}

async (void, main_coroutine)
{
	puts("begin");

	char *name = copy("twelve signs");

	await (async_sleep(1.0));
	free(name);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
