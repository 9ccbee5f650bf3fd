/* allocates 2 blocks of memory, 32 bytes in all, with calloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
	struct node *next, *previous;
};

async (void, main_coroutine)
{
	puts("begin");

	struct node *ring = NULL;

	for (int i = 0; i < 2; i++) {
		struct node *node = calloc(1, sizeof *node);

		node->next = ring ? ring : node;
		if (ring)
			ring->next = node;
		ring = node;
	}
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
