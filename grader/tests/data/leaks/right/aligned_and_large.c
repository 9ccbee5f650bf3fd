/* Memory of every kind, and much of it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, main_coroutine)
{
	puts("begin");

	void *line = aligned_alloc(64, 640);
	void *page, *much = malloc(40 << 20);

	if (posix_memalign(&page, 4096, 8192) == 0)
		memset(page, 1, 8192);
	much = realloc(much, 80 << 20);
	await (async_sleep(1.0));
	free(much);
	free(page);
	free(line);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
