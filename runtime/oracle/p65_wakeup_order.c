/* One thing after the other within a moment: a timer's task runs a turn after the
 * timer, behind what was put in the ready queue meanwhile; a task awaiting another
 * runs a turn after its end. */
#include <async.h>
#include <stdio.h>

async (void, child, (const char *, name))
{
	printf("%s's child runs\n", name);
}

async (void, sleeper, (const char *, name), (double, delay), (bool, follow))
{
	await (async_sleep(delay));
	printf("%s wakes\n", name);
	if (follow)
		create_task(child(name));
	await (async_sleep(0));
	printf("%s goes on\n", name);
}

async (void, awaiting, (const char *, name), (Task(void), task))
{
	await (task);
	printf("%s sees the end\n", name);
}

async (void, main_coroutine)
{
	Task(void) first = create_task(sleeper("first", 0.1, true));
	Task(void) second = create_task(sleeper("second", 0.1, false));
	Task(void) watchers[] = {
		create_task(awaiting("watcher of second", second)),
		create_task(awaiting("watcher of first", first)),
	};

	await (gather(first, second, watchers[0], watchers[1]));
	puts("gather ends");
}

int main(void)
{
	return async_run(main_coroutine());
}
