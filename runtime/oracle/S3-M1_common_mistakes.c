/* A blocking call in an async generator holds up every other task. (A plain
 * `with` and a plain loop on asynchronous things do not compile.) */
#include <async.h>
#include <stdio.h>
#include <time.h>

async (void, polite)
{
	await (async_sleep(0.35));
}

async (void, rude)
{
	nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
}

async_generator (int, numbers, (bool, is_polite))
{
	for (int value = 0; value < 3; value++) {
		if (is_polite)
			await (polite());
		else
			await (rude());
		yield (value);
	}
}

async (void, consume, (const char *, name), (bool, is_polite))
{
	async_for (int, value, numbers(is_polite))
		printf("%s %d\n", name, value);
}

async (void, heartbeat, (int, beats))
{
	for (int beat = 1; beat <= beats; beat++) {
		await (async_sleep(0.1));
		printf("beat %d\n", beat);
	}
}

async (void, main_coroutine)
{
	await (gather(consume("polite", true), heartbeat(6)));
	puts("and now blocking");
	await (gather(consume("rude", false), heartbeat(3)));
}

int main(void)
{
	return async_run(main_coroutine());
}
