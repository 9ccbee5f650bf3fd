/* A large block has a mapping of its own; its pointers count. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *kept;

struct page {
	char *words[1 << 17];
};

async (void, main_coroutine)
{
	puts("begin");

	struct page *page = malloc(sizeof *page);

	memset(page, 0, sizeof *page);
	page->words[100000] = strdup("far inside");
	kept = page;
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
