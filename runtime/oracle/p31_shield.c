/* shield: cancelling the waiter does not cancel the shielded task, which ends on its
 * own. */
#include <async.h>
#include <stdio.h>

async (int, important)
{
	puts("important begins");
	await (async_sleep(0.3));
	puts("important ends");
	return 42;
}

async (void, waiter, (Task(int), task))
{
	try {
		await (shield(task));
	} except (CancelledError, e) {
		puts("waiter cancelled");
		raise ();
	} end_try
}

static const char *truth(bool value)
{
	return value ? "True" : "False";
}

async (void, main_coroutine)
{
	Task(int) task = create_task(important());
	Task(void) waiting = create_task(waiter(task));

	await (async_sleep(0.1));
	task_cancel(waiting);
	await (async_wait(&waiting, 1));
	printf("waiter cancelled=%s, task done=%s\n", truth(task_cancelled(waiting)),
	       truth(task_done(task)));
	printf("result %d\n", await (task));
	printf("shield of a finished task: %d\n", await (shield(task)));
	try {
		await (wait_for(shield(create_task(important())), 0.1));
	} except (TimeoutError, e) {
		puts("timeout, but the task goes on");
	} end_try
	await (async_sleep(0.3));
}

int main(void)
{
	return async_run(main_coroutine());
}
