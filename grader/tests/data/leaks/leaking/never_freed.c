/* copy_title allocates 24 bytes with strdup, and nobody frees them: when the program ends, nothing leads to them any more. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *copy_title(const char *title)
{
	return strdup(title);
}

async (void, main_coroutine)
{
	puts("begin");

	char *title = copy_title("The wind in the willows");

	await (async_sleep(title ? 1.0 : 0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
