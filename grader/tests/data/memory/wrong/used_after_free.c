/* It used memory after it was freed: line 24 had freed it. That every line is right all the same is luck. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct item {
	int number;
	char name[12];
};

async (void, main_coroutine)
{
	puts("begin");

	struct item *item = calloc(1, sizeof *item);

	if (!item)
		return;
	item->number = 7;
	await (async_sleep(1.0));
	free(item);
	if (item->number == 1000) /* here */
		puts("odd");
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
