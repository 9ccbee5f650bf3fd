/* A linked list, of which each node is freed when it has been visited. */
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
	struct node *list = NULL;

	puts("begin");
	for (int i = 0; i < 10; i++) {
		struct node *node = malloc(sizeof *node);

		*node = (struct node){ i, list };
		list = node;
	}
	while (list) {
		struct node *next = list->next;

		await (async_sleep(0.1));
		free(list);
		list = next;
	}
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
