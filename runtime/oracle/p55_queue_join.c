/* join waits for task_done once per put, not for emptiness; one task_done too many
 * is an error; waiting getters are served in order of arrival; a cancelled getter
 * loses no item. */
#include <async.h>
#include <stdio.h>

async (void, getter, (char, name), (Queue(int), queue))
{
	int item = await (queue_get(queue));

	printf("%c got %d\n", name, item);
	await (async_sleep(0.2));
	queue_task_done(queue);
	printf("%c done with %d\n", name, item);
}

async (void, main_coroutine)
{
	Queue(int) queue = queue_create(int, 0);
	Task(void) tasks[3];

	for (int i = 0; i < 3; i++)
		tasks[i] = create_task(getter("abc"[i], queue));
	await (async_sleep(0));
	task_cancel(tasks[0]);
	for (int item = 1; item <= 2; item++)
		queue_put_nowait(queue, item);
	printf("put two, unfinished, size %zu\n", queue_size(queue));
	await (queue_join(queue));
	printf("joined, size %zu\n", queue_size(queue));
	try {
		queue_task_done(queue);
	} except (ValueError, error) {
		printf("ValueError: %s\n", error->message);
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
