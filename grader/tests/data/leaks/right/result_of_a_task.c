/* A task gives memory away; who awaits it frees it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (char *, fetch, (const char *, name))
{
	char *page = malloc(200);

	snprintf(page, 200, "page of %s", name);
	await (async_sleep(1.0));
	return page;
}

async (void, main_coroutine)
{
	puts("begin");
	Task(char *) one = create_task(fetch("one"));
	Task(char *) other = create_task(fetch("other"));
	char *page = await (one);

	free(page);
	page = await (other);
	free(page);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
