/* producer allocates 3 blocks of memory, 30 bytes in all, with malloc, and nobody frees them */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, producer, (Queue(char *), queue))
{
	for (int i = 0; i < 3; i++)
		await (queue_put(queue, malloc(10)));
}

async (void, main_coroutine)
{
	puts("begin");

	Queue(char *) queue = queue_create(char *, 0);

	await (producer(queue));
	await (async_sleep(1.0));
	queue_free(queue);
	puts("end");
}

int main(void)
{
	return async_run(main_coroutine());
}
