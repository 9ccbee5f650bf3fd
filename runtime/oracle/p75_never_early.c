/* A sleep is never shorter than asked, on either clock; and time() counts from 1970,
 * so that a program with `last = 0` finds its first event long ago. */
#include <async.h>
#include <stdio.h>
#include <time.h>

static double clock_in_seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double wall_time(void)
{
	return clock_in_seconds(CLOCK_REALTIME);
}

static double monotonic(void)
{
	return clock_in_seconds(CLOCK_MONOTONIC);
}

async (void, main_coroutine)
{
	int early = 0;

	for (int i = 0; i < 10; i++) {
		double wall = wall_time(), mono = monotonic();

		await (async_sleep(0.05));
		early += monotonic() - mono < 0.05 - 1e-9 ||
			 wall_time() - wall < 0.05 - 1e-6;
	}
	printf("early: %d\n", early);
	double start = wall_time();
	for (int ticks = 1; ticks <= 3; ticks++) {
		await (async_sleep(0.1));
		printf("tick %d: int(elapsed * 10) = %d\n", ticks,
		       (int)((wall_time() - start) * 10));
	}
	printf("first event long ago: %s\n", wall_time() - 0 > 1e9 ? "True" : "False");
}

int main(void)
{
	return async_run(main_coroutine());
}
