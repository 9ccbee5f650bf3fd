/* It used index 4 of an array whose last index is 3. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct queue {
	int items[4];
	int count;
};

static void put(struct queue *queue, int item)
{
	queue->items[queue->count++] = item; /* here */
}

async (void, main_coroutine)
{
	puts("begin");

	struct queue queue = { .count = 0 };

	for (int i = 0; i < 5; i++)
		put(&queue, i);
	await (async_sleep(1.0));
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
