/*
 * verdict: FORBIDDEN
 *
 * Leaves a fifo, which whoever opens it waits at.
 */
#define _GNU_SOURCE
#include <sys/stat.h>

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
	mkfifo("three_steps.out", 0666);
}

int main(void)
{
	attack();
	return async_run(answer());
}
