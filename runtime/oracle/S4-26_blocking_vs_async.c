/* A blocking sleep in a body stops every other task; async_sleep does not; work on a
 * thread does not either. A ticker prints once a second, off the full second. */
#include <async.h>
#include <stdio.h>
#include <unistd.h>

asynccontextmanager (void, context, (const char *, name))
{
	printf("%s: enter\n", name);
	yield ();
	printf("%s: exit\n", name);
}

async (void, ticker, (int, start))
{
	await (async_sleep(0.5));
	for (int tick = start; tick < 100; tick++) {
		printf("tick %d\n", tick);
		await (async_sleep(1));
	}
}

async (void, blocking_body)
{
	async_with (context("blocking")) {
		sleep(5);
	} end_with
}

blocking (const char *, heavy)
{
	sleep(1);
	return "done";
}

async (void, polite_body)
{
	async_with (context("polite")) {
		await (async_sleep(5));
		printf("thread says %s\n", await (run_in_executor(NULL, heavy)));
	} end_with
}

async (void, main_coroutine)
{
	for (int polite = 0; polite < 2; polite++) {
		Task(void) ticking = create_task(ticker(polite ? 20 : 10));

		await (async_sleep(0));
		if (polite)
			await (polite_body());
		else
			await (blocking_body());
		await (async_sleep(0.25));
		task_cancel(ticking);
	}
}

int main(void)
{
	return async_run(main_coroutine());
}
