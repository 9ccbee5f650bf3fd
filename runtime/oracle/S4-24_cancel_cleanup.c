/* aexit that notices that the body was cancelled, and cleans up all the same. As it
 * gives nothing, the cancellation goes on to whoever awaits the task. */
#include <async.h>
#include <stdio.h>

struct resource {
	int unused;
};

async (struct resource *, resource_aenter, (struct resource *, self))
{
	puts("entered");
	return self;
}

async (void, resource_cleanup, (struct resource *, self))
{
	await (async_sleep(0.20));
	puts("cleanup done");
}

async (void, resource_aexit, (struct resource *, self), (struct exception *, e))
{
	if (e && e->type == CancelledError)
		puts("Task was cancelled, still cleaning up resources...");
	await (resource_cleanup(self));
}

async_context_manager (resource, struct resource *);

async (void, work, (double, seconds))
{
	struct resource self;

	async_with (resource(&self)) {
		await (async_sleep(seconds));
		puts("body done");
	} end_with
}

async (void, main_coroutine)
{
	await (work(0.10));
	Task(void) task = create_task(work(10));
	await (async_sleep(0.30));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError, e) {
		puts("the awaiting side sees the cancellation");
	} end_try
	printf("cancelled: %s\n", task_cancelled(task) ? "True" : "False");
}

int main(void)
{
	return async_run(main_coroutine());
}
