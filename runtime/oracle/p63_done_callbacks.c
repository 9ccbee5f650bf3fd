/* Done callbacks run one turn after the end, in order of adding; a waiter of the
 * task is woken in that same order; a callback added to a finished task runs a turn
 * later too. */
#include <async.h>
#include <stdio.h>

async (int, work)
{
	await (async_sleep(0.1));
	puts("work ends");
	return 7;
}

async (void, waiter, (Task(int), task))
{
	printf("waiter gets %d\n", await (task));
}

static void show(Task(int) done, void *which)
{
	printf("%s callback %d\n", (const char *)which, task_result(done));
}

async (void, main_coroutine)
{
	Task(int) task = create_task(work());

	task_add_done_callback(task, show, "first");
	Task(void) waiting = create_task(waiter(task));
	await (async_sleep(0));
	task_add_done_callback(task, show, "second");
	await (waiting);
	task_add_done_callback(task, show, "late");
	puts("late callback added");
	await (async_sleep(0));
	puts("main ends");
}

int main(void)
{
	return async_run(main_coroutine());
}
