/* An exception that leaves main: the managers on the way are left first, the
 * traceback goes to standard error, the exit status is 1, and lines printed before it
 * stay. */
#include <async.h>
#include <stdio.h>

struct manager {
	int unused;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	puts("enter");
	return self;
}

async (void, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	await (async_sleep(0.1));
	puts("exit");
}

async_context_manager (manager, struct manager *);

async (void, main_coroutine)
{
	struct manager self;

	async_with (manager(&self)) {
		raise (ValueError, "nobody catches this");
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
