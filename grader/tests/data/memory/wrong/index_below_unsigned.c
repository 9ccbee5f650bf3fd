/* It used index 18446744073709551615 of an array whose last index is 3: a number without a sign that went below 0. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	int places[4] = { 0 };
	size_t next = 0;

	places[--next] = 1; /* here */
	await (async_sleep(places[0] + 1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
