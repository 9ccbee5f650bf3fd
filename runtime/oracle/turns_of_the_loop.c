/* How many turns of the loop each kind of waiting takes, counted by a task that does
 * nothing but sleep for 0. */
#include <async.h>
#include <stdio.h>

static int turn;

async (void, counter)
{
	for (;;) {
		await (async_sleep(0));
		turn++;
	}
}

async (int, nothing)
{
	return 1;
}

async (void, yields)
{
	await (async_sleep(0));
}

async (int, fail)
{
	raise (ValueError, "x");
}

#define MEASURE(name, awaitable)                                                           \
	do {                                                                               \
		int before = turn;                                                         \
		char raised[80] = "";                                                      \
		try {                                                                      \
			await (awaitable);                                                 \
		} except (BaseException, e) {                                              \
			raised[0] = ' ';                                                   \
			exception_repr(e, raised + 1, sizeof raised - 1);                  \
		} end_try                                                                  \
		printf("%d %s%s\n", turn - before, name, raised);                          \
	} while (0)

async (void, with_lock, (struct lock *, lock))
{
	async_with (lock) {
	} end_with
}

async (void, with_semaphore, (struct semaphore *, semaphore))
{
	async_with (semaphore) {
	} end_with
}

async (void, with_condition, (struct condition *, condition))
{
	async_with (condition) {
	} end_with
}

async (void, with_timeout, (double, seconds))
{
	async_with (timeout(seconds)) {
	} end_with
}

async (void, with_group, (int, count))
{
	async_with (group, task_group()) {
		for (int i = 0; i < count; i++)
			group_create_task(group, nothing());
	} end_with
}

async (void, as_done)
{
	Task(int) tasks[] = { create_task(nothing()), create_task(nothing()),
			      create_task(nothing()) };

	for_each (Future(int), earliest, as_completed(tasks, 3))
		await (earliest);
}

async (void, outer)
{
	await (create_task(async_sleep(5)));
}

async (void, waits_for)
{
	await (wait_for(async_sleep(5), 7));
}

async (void, gathers)
{
	Task(int) finished = create_task(nothing());

	await (async_sleep(0));
	await (async_sleep(0));
	MEASURE("finished task", finished);
	MEASURE("task that yields", create_task(yields()));
	MEASURE("gather 1", gather(nothing()));
	MEASURE("gather 3", gather(nothing(), nothing(), nothing()));
	MEASURE("gather of a gather", gather(gather(nothing())));
	MEASURE("gather 0", gather_all(&finished, 0));
	MEASURE("gather finished", gather(finished));
	MEASURE("gather fail", gather(fail(), nothing()));
	MEASURE("gather return", gather_return_exceptions(fail(), nothing()));
	MEASURE("wait_for coroutine", wait_for(nothing(), 1));
	MEASURE("wait_for None", wait_for(nothing(), FOREVER));
	MEASURE("wait_for task None", wait_for(create_task(nothing()), FOREVER));
	MEASURE("wait_for 0", wait_for(nothing(), 0));
	MEASURE("wait_for finished", wait_for(finished, 1));
	MEASURE("wait_for finished 0", wait_for(finished, 0));
	MEASURE("wait_for fail", wait_for(fail(), 1));
	MEASURE("wait_for gather", wait_for(gather(nothing()), 1));
	MEASURE("shield coroutine", shield(nothing()));
	MEASURE("shield finished", shield(finished));
	Task(int) one = create_task(nothing());
	MEASURE("wait 1", async_wait(&one, 1));
	MEASURE("wait finished", async_wait(&finished, 1));
}

async (int, yields_number)
{
	await (async_sleep(0));
	return 1;
}

async (void, waits)
{
	Task(int) first[] = { create_task(yields_number()), create_task(nothing()) };
	MEASURE("wait first", async_wait(first, 2, FIRST_COMPLETED));
	Task(int) failing[] = { create_task(yields_number()), create_task(fail()) };
	MEASURE("wait exception", async_wait(failing, 2, FIRST_EXCEPTION));
	MEASURE("as_completed 3", as_done());
}

async (void, scopes)
{
	struct lock lock = Lock();
	struct semaphore semaphore = Semaphore(1);
	struct condition condition = Condition();
	struct event event = Event();
	Queue(int) queue = queue_create(int, 0);

	MEASURE("lock", with_lock(&lock));
	MEASURE("semaphore", with_semaphore(&semaphore));
	MEASURE("condition", with_condition(&condition));
	event_set(&event);
	MEASURE("event", event_wait(&event));
	MEASURE("put", queue_put(queue, 1));
	MEASURE("get", queue_get(queue));
	queue_task_done(queue);
	MEASURE("join", queue_join(queue));
	MEASURE("timeout", with_timeout(1));
	MEASURE("timeout 0", with_timeout(0));
	MEASURE("group 0", with_group(0));
	MEASURE("group 1", with_group(1));
	MEASURE("group 3", with_group(3));
}

async (void, cancellations)
{
	Task(void) task = create_task(async_sleep(5));
	await (async_sleep(0));
	task_cancel(task);
	MEASURE("cancelled", task);
	task = create_task(outer());
	await (async_sleep(0));
	await (async_sleep(0));
	task_cancel(task);
	MEASURE("cancelled outer", task);
	Future(void) both = gather(async_sleep(5), async_sleep(6));
	await (async_sleep(0));
	task_cancel(both);
	MEASURE("cancelled gather", both);
	task = create_task(waits_for());
	await (async_sleep(0));
	await (async_sleep(0));
	task_cancel(task);
	MEASURE("cancelled wait_for", task);
}

async (void, main_coroutine)
{
	Task(void) counting = create_task(counter());

	await (async_sleep(0));
	MEASURE("coroutine", nothing());
	MEASURE("sleep(0)", async_sleep(0));
	MEASURE("task", create_task(nothing()));
	await (gathers());
	await (waits());
	await (scopes());
	await (cancellations());
	task_cancel(counting);
}

int main(void)
{
	return async_run(main_coroutine());
}
