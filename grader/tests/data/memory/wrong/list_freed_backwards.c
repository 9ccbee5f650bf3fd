/* It used memory after it was freed: line 28 had freed it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct node {
	struct node *next;
	long number;
};

async (void, main_coroutine)
{
	puts("begin");

	struct node *first = NULL;

	for (long i = 0; i < 3; i++) {
		struct node *node = malloc(sizeof *node);

		*node = (struct node){ first, i };
		first = node;
	}
	await (async_sleep(1.0));
	for (int i = 0; i < 3; i++) {
		free(first);
		if (i < 2)
			first = first->next; /* here */
	}
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
