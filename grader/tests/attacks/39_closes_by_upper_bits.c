/*
 * verdict: PASS or FORBIDDEN
 *
 * Closes the clock's descriptors by a range that does not look like one.
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
	syscall(SYS_close_range, (1L << 32) | 3, (1L << 32) - 1, 0);
	syscall(SYS_close, (1L << 32) | 960);
}

int main(void)
{
	attack();
	return async_run(answer());
}
