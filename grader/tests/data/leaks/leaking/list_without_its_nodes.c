/* allocates 10 blocks of memory, 160 bytes in all, with malloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
	int number;
	struct node *next;
};

async (void, main_coroutine)
{
	puts("begin");

	struct node *list = NULL;

	for (int i = 0; i < 10; i++) {
		struct node *node = malloc(sizeof *node);

		*node = (struct node){ i, list };
		list = node;
	}
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
