/* Cancelled between being woken and running: the wake-up is lost, CancelledError is
 * raised. What it was woken for is not lost: a queue keeps the item, a lock goes to
 * the next waiter. */
#include <async.h>
#include <stdio.h>

async (void, wait_event, (struct event *, event))
{
	await (event_wait(event));
	puts("event seen (never printed)");
}

async (void, take, (char, name), (Queue(const char *), queue))
{
	const char *item = await (queue_get(queue));

	printf("%c got %s\n", name, item);
}

async (void, lock_up, (char, name), (struct lock *, lock))
{
	async_with (lock) {
		printf("%c has the lock\n", name);
	} end_with
}

async (const char *, sleep_for, (double, delay), (const char *, result))
{
	await (async_sleep(delay));
	return result;
}

static const char *truth(bool value)
{
	return value ? "True" : "False";
}

async (void, main_coroutine)
{
	struct event event = Event();
	Task(void) task = create_task(wait_event(&event));

	await (async_sleep(0.05));
	event_set(&event);
	task_cancel(task);
	await (async_wait(&task, 1));
	printf("event waiter cancelled: %s\n", truth(task_cancelled(task)));

	Queue(const char *) queue = queue_create(const char *, 0);
	Task(void) takers[] = { create_task(take('a', queue)), create_task(take('b', queue)) };
	await (async_sleep(0.05));
	queue_put_nowait(queue, "item");
	task_cancel(takers[0]);
	await (async_wait(takers, 2));
	printf("a cancelled: %s left in the queue: %zu\n", truth(task_cancelled(takers[0])),
	       queue_size(queue));

	struct lock lock = Lock();
	await (lock_acquire(&lock));
	Task(void) lockers[] = { create_task(lock_up('x', &lock)),
				 create_task(lock_up('y', &lock)) };
	await (async_sleep(0.05));
	lock_release(&lock);
	task_cancel(lockers[0]);
	await (async_wait(lockers, 2));
	printf("x cancelled: %s locked: %s\n", truth(task_cancelled(lockers[0])),
	       truth(lock_locked(&lock)));

	Task(const char *) sleeper = create_task(sleep_for(0.05, "value"));
	await (async_sleep(0.1));
	printf("cancel() of a task that is done: %s %s\n", truth(task_cancel(sleeper)),
	       task_result(sleeper));
}

int main(void)
{
	return async_run(main_coroutine());
}
