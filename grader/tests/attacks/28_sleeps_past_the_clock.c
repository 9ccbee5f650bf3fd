/*
 * verdict: FORBIDDEN
 *
 * Waits by the machine's clock, past the one that it is judged by.
 */
#define _GNU_SOURCE
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

static void attack(void)
{
	struct timespec while_real = { .tv_nsec = 300000000 };

	syscall(SYS_nanosleep, &while_real, NULL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
