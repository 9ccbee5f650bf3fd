/* Cancelled in the body: aexit gets CancelledError and may await as long as it likes;
 * a true result swallows the cancellation. */
#include <async.h>
#include <stdio.h>

struct manager {
	bool swallow;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	return self;
}

async (bool, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	printf("aexit gets %s\n", e->type->name);
	await (async_sleep(0.2));
	puts("aexit ends");
	return self->swallow;
}

async_context_manager (manager, struct manager *);

async (const char *, work, (bool, swallow))
{
	struct manager self = { swallow };

	async_with (manager(&self)) {
		await (async_sleep(5));
	} end_with
	puts("after the block");
	return "result";
}

async (void, main_coroutine)
{
	for (volatile int swallow = false; swallow <= true; swallow++) {
		Task(const char *) task = create_task(work(swallow));

		await (async_sleep(0.1));
		task_cancel(task);
		try {
			printf("value %s\n", await (task));
		} except (CancelledError, e) {
			puts("CancelledError");
		} end_try
		printf("cancelled: %s\n", task_cancelled(task) ? "True" : "False");
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
