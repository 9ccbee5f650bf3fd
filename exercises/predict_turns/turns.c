/* Turns: three tasks, and no time at all. */
#include <async.h>

#include <stdio.h>

async (void, nothing)
{
}

async (void, a, (struct event *, bell))
{
	puts("a: one");
	await (async_sleep(0));
	puts("a: two");
	event_set(bell);
	puts("a: three");
}

async (void, b, (struct event *, bell))
{
	puts("b: one");
	await (event_wait(bell));
	puts("b: two");
	await (event_wait(bell));
	puts("b: three");
}

async (void, c)
{
	puts("c: one");
	await (nothing());
	puts("c: two");
	await (async_sleep(0));
	puts("c: three");
}

async (void, main_coroutine)
{
	struct event bell = Event();
	Task(void) first = create_task(a(&bell));
	Task(void) second = create_task(b(&bell));

	puts("main: one");
	await (c());
	puts("main: two");
	await (first);
	await (second);
	puts("main: three");
}

int main(void)
{
	return async_run(main_coroutine());
}
