/* A coroutine that is called without await never runs. Where Python warns when it is
 * dropped, here the line `manager_do_something(made);` does not compile with
 * -Werror=unused-result: so it is left out. With await it runs. */
#include <async.h>
#include <stdio.h>

struct manager {
	int unused;
};

async (void, manager_do_something, (struct manager *, self))
{
	puts("doing");
	await (async_sleep(0.10));
	puts("done");
}

asynccontextmanager (struct manager *, manager)
{
	struct manager self;

	puts("enter");
	yield (&self);
	puts("exit");
}

async (void, main_coroutine)
{
	async_with (manager()) {
		puts("called without await");
	} end_with
	async_with (made, manager()) {
		await (manager_do_something(made));
		puts("called with await");
	} end_with
}

int main(void)
{
	return async_run(main_coroutine());
}
