/*
 * verdict: FORBIDDEN
 * says: perf_event_open
 *
 * Counters of what others do.
 */
#define _GNU_SOURCE
#include <sys/syscall.h>
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
	syscall(SYS_perf_event_open, NULL, 0, -1, -1, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
