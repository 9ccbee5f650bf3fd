/* Queues in other orders, and tasks that wait for one another. */
#include <async.h>
#include <stdio.h>

static int compare(const int *a, const int *b)
{
	return (*a > *b) - (*a < *b);
}

async (void, drain, (const char *, name), (Queue(int), queue))
{
	printf("%s", name);
	while (!queue_empty(queue))
		printf(" %d", await (queue_get(queue)));
	puts("");
}

async (void, orders)
{
	static const int numbers[] = { 5, 3, 8, 1, 9, 2, 7 };
	struct {
		const char *name;
		Queue(int) queue;
	} kinds[] = { { "Queue", queue_create(int, 0) },
		      { "LifoQueue", lifo_queue_create(int, 0) },
		      { "PriorityQueue", priority_queue_create(int, 0, compare) } };

	for (int kind = 0; kind < 3; kind++) {
		Queue(int) queue = kinds[kind].queue;
		int first;

		for (int i = 0; i < 7; i++)
			queue_put_nowait(queue, numbers[i]);
		first = queue_get_nowait(queue);
		printf("%s %d %d\n", kinds[kind].name, first, queue_get_nowait(queue));
		queue_put_nowait(queue, 4);
		await (drain("then", queue));
	}
}

struct job {
	int priority;
	char name;
};

static int compare_jobs(const struct job *a, const struct job *b)
{
	return a->priority - b->priority;
}

async (void, equal_ones)
{
	Queue(struct job) queue = priority_queue_create(struct job, 0, compare_jobs);

	for (int number = 0; number < 10; number++)
		queue_put_nowait(queue, ((struct job){ number % 3, (char)('a' + number) }));
	printf("jobs");
	while (!queue_empty(queue)) {
		struct job job = await (queue_get(queue));

		printf(" %d%c", job.priority, job.name);
	}
	puts("");
}

async (void, worker, (Queue(int), queue))
{
	for (;;) {
		int job = await (queue_get(queue));

		await (async_sleep(0.1));
		printf("done %d\n", job);
		queue_task_done(queue);
	}
}

async (void, back_pressure)
{
	Queue(int) queue = priority_queue_create(int, 2, compare);
	Task(void) working = create_task(worker(queue));

	for (int number = 5; number > 0; number--) {
		await (queue_put(queue, number));
		printf("put %d\n", number);
	}
	await (queue_join(queue));
	task_cancel(working);
}

async (void, runner, (struct barrier *, barrier), (const char *, name), (double, seconds))
{
	await (async_sleep(seconds));
	printf("%s comes, %d wait\n", name, barrier_waiting(barrier));
	try {
		async_with (position, barrier) {
			printf("%s goes as %d %d\n", name, position,
			       barrier_waiting(barrier));
		} end_with
	} except (BrokenBarrierError, error) {
		char text[100];

		printf("%s: %s %s\n", name, exception_repr(error, text, sizeof text),
		       barrier_broken(barrier) ? "True" : "False");
	} end_try
}

async (void, barriers)
{
	struct barrier barrier = Barrier(3);

	await (gather(runner(&barrier, "a", 0.1), runner(&barrier, "b", 0.3),
		      runner(&barrier, "c", 0.2), runner(&barrier, "d", 0.35),
		      runner(&barrier, "e", 0.3), runner(&barrier, "f", 0.4)));
}

static void print_broken(const struct barrier *barrier)
{
	printf("broken %s\n", barrier_broken(barrier) ? "True" : "False");
}

async (void, reset_and_abort)
{
	struct barrier barrier = Barrier(3);
	Future(void) running = gather(runner(&barrier, "a", 0), runner(&barrier, "b", 0.1));

	await (async_sleep(0.2));
	await (barrier_reset(&barrier));
	await (running);
	print_broken(&barrier);
	running = gather(runner(&barrier, "c", 0), runner(&barrier, "d", 0.2));
	await (async_sleep(0.1));
	await (barrier_abort(&barrier));
	await (running);
	print_broken(&barrier);
	await (barrier_reset(&barrier));
	print_broken(&barrier);
}

async (void, cancelled)
{
	struct barrier barrier = Barrier(2);
	Task(void) first = create_task(runner(&barrier, "a", 0));

	await (async_sleep(0.1));
	task_cancel(first);
	await (async_sleep(0));
	await (async_sleep(0));
	printf("%s %d\n", task_cancelled(first) ? "True" : "False",
	       barrier_waiting(&barrier));
	await (gather(runner(&barrier, "b", 0), runner(&barrier, "c", 0.1)));
	try {
		barrier = Barrier(0);
	} except (ValueError, error) {
		char text[100];

		puts(exception_repr(error, text, sizeof text));
	} end_try
}

#define PART(part) puts("-- " #part), await (part())

async (void, main_coroutine)
{
	PART(orders);
	PART(equal_ones);
	PART(back_pressure);
	PART(barriers);
	PART(reset_and_abort);
	PART(cancelled);
}

int main(void)
{
	return async_run(main_coroutine());
}
