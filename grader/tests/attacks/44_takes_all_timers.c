/*
 * verdict: PASS or FORBIDDEN or MEMORY or PROTOCOL or TIME
 *
 * Takes every timer that the clock has room for, and has them all go off at once, again
 * and again.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/timerfd.h>
#include <time.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

int main(void)
{
	struct itimerspec often = { { 0, 400000000 }, { 0, 400000000 } };
	struct sigevent nobody = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1 };
	timer_t timer;

	signal(SIGUSR1, SIG_IGN);
	for (int i = 0; i < 1000; i++) {
		if (timer_create(CLOCK_MONOTONIC, &nobody, &timer) == 0)
			timer_settime(timer, 0, &often, NULL);
		timerfd_settime(timerfd_create(CLOCK_REALTIME, 0), 0, &often, NULL);
	}
	return async_run(answer());
}
