/*
 * verdict: FORBIDDEN
 *
 * Hides what it does from whoever may not look at it, and sleeps by the machine's clock.
 */
#define _GNU_SOURCE
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

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
	struct timespec half = { 0, 500000000 };

	(void)answer;
	prctl(PR_SET_DUMPABLE, 0);
	puts("one");
	fflush(stdout);
	syscall(SYS_nanosleep, &half, NULL);
	puts("two");
	fflush(stdout);
	syscall(SYS_nanosleep, &half, NULL);
	puts("three");
	puts("done");
	return 0;
}
