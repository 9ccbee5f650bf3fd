/* What goes to standard error when nothing is set up: the report of a failed task
 * that nobody awaited. It does not change the exit status. (A coroutine that is never
 * awaited does not compile here: the call of forgotten() can only be left out.) */
#include <async.h>
#include <stdio.h>

async (void, boom)
{
	raise (ValueError, "nobody looks");
}

async (void, main_coroutine)
{
	task_release(create_task(boom()));
	await (async_sleep(0.1));
	puts("the task has failed unseen");
	puts("the coroutine was dropped");
}

int main(void)
{
	async_run(main_coroutine());
	puts("run returned");
}
