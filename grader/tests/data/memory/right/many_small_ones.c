/* More blocks, at one time and one after the other, than lie apart. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
	struct node *next;
	int number;
};

async (void, main_coroutine)
{
	puts("begin");

	struct node *first = NULL;
	long sum = 0;

	for (int i = 0; i < 5000; i++) {
		struct node *node = malloc(sizeof *node);

		*node = (struct node){ first, i };
		first = node;
	}
	for (int i = 0; i < 30000; i++) {
		char *passing = malloc((size_t)i % 200 + 1);

		memset(passing, i, (size_t)i % 200 + 1);
		free(passing);
	}
	await (async_sleep(1.0));
	while (first) {
		struct node *node = first;

		sum += node->number;
		first = node->next;
		free(node);
	}
	if (sum != 12497500)
		puts("odd");
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
