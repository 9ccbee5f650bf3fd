/* It used index -1 of an array whose first index is 0. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const names[] = { "Ada", "Bob" };

async (void, main_coroutine)
{
	puts("begin");

	const char *last = NULL;

	for (int i = 1; i >= -1; i--)
		last = names[i]; /* here */
	await (async_sleep(last == names[0] ? 2.0 : 1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
