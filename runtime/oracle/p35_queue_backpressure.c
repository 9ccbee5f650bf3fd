/* A queue for two: put waits while the queue is full, and goes on one turn after a
 * get. */
#include <async.h>
#include <stdio.h>

async (void, producer, (Queue(int), queue))
{
	for (int item = 0; item < 6; item++) {
		await (queue_put(queue, item));
		printf("put %d (size %zu)\n", item, queue_size(queue));
	}
	puts("producer ends");
}

async (void, consumer, (Queue(int), queue))
{
	for (int i = 0; i < 6; i++) {
		await (async_sleep(0.1));
		int item = await (queue_get(queue));
		printf("got %d (size %zu)\n", item, queue_size(queue));
	}
}

async (void, main_coroutine)
{
	Queue(int) queue = queue_create(int, 2);

	await (gather(producer(queue), consumer(queue)));
	for (char item = 'a'; item <= 'b'; item++)
		queue_put_nowait(queue, item);
	try {
		queue_put_nowait(queue, 'c');
	} except (QueueFull, error) {
		printf("QueueFull (%s)\n", error->message);
	} end_try
	char first = queue_get_nowait(queue);
	char second = queue_get_nowait(queue);
	printf("%c %c\n", first, second);
	try {
		queue_get_nowait(queue);
	} except (QueueEmpty, error) {
		printf("QueueEmpty (%s)\n", error->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
