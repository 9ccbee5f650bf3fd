/* It used memory after it was freed: line 20 had freed it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct resource {
	int uses;
};

asynccontextmanager(struct resource *, resource)
{
	struct resource *made = calloc(1, sizeof *made);

	try {
		yield (made);
	} finally {
		free(made);
	} end_try
}

async (void, main_coroutine)
{
	puts("begin");

	struct resource *kept = NULL;

	async_with (opened, resource()) {
		kept = opened;
		await (async_sleep(1.0));
	} end_with
	kept->uses++; /* here */
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
