/* A blocking sleep in one coroutine stops all: timers that fell due meanwhile run
 * afterwards, in order of their deadlines, after what was ready before; a periodic
 * task loses the ticks, it does not catch up. */
#include <async.h>
#include <stdio.h>
#include <unistd.h>

async (void, ticker)
{
	for (int tick = 1; tick < 6; tick++) {
		await (async_sleep(0.1));
		printf("tick %d\n", tick);
	}
}

async (void, alarm_at, (const char *, name), (double, delay))
{
	await (async_sleep(delay));
	printf("alarm %s\n", name);
}

async (void, main_coroutine)
{
	Task(void) tasks[] = {
		create_task(ticker()),
		create_task(alarm_at("late", 0.35)),
		create_task(alarm_at("early", 0.25)),
	};

	await (async_sleep(0.15));
	puts("blocking for 0.3 s");
	usleep(300000);
	puts("no longer blocking");
	await (async_sleep(0));
	puts("one turn later");
	await (gather_all(tasks, 3));
}

int main(void)
{
	return async_run(main_coroutine());
}
