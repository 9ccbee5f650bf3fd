/* What stays leads on to others, over a list of pointers. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **table;

async (void, main_coroutine)
{
	puts("begin");

	table = malloc(100 * sizeof *table);
	for (int i = 0; i < 100; i++)
		asprintf(&table[i], "entry %d", i);
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
