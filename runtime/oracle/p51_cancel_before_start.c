/* A task cancelled before its first step: its body never runs, no manager is
 * entered, and it ends as cancelled on the next turn. */
#include <async.h>
#include <stdio.h>

async (void, work)
{
	puts("work (never printed)");
}

static const char *truth(bool value)
{
	return value ? "True" : "False";
}

async (void, main_coroutine)
{
	Task(void) task = create_task(work());

	task_cancel(task);
	printf("done at once: %s\n", truth(task_done(task)));
	await (async_sleep(0));
	printf("after one turn: done=%s cancelled=%s\n", truth(task_done(task)),
	       truth(task_cancelled(task)));
	try {
		await (task);
	} except (CancelledError, e) {
		puts("awaiting it raises CancelledError");
	} end_try
}

int main(void)
{
	return async_run(main_coroutine());
}
