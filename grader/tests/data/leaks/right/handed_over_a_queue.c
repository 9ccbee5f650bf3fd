/* Who takes a word out of the queue owns it. */
#define _GNU_SOURCE
#include <async.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

async (void, producer, (Queue(char *), queue))
{
	for (int i = 0; i < 5; i++) {
		char *word;

		asprintf(&word, "word %d", i);
		await (async_sleep(0.2));
		await (queue_put(queue, word));
	}
	await (queue_put(queue, NULL));
}

async (void, main_coroutine)
{
	Queue(char *) queue = queue_create(char *, 2);
	Task(void) task = create_task(producer(queue));
	char *word;

	puts("begin");
	while ((word = await (queue_get(queue))))
		free(word);
	await (task);
	puts("end");
	queue_free(queue);
}

int main(void)
{
	return async_run(main_coroutine());
}
