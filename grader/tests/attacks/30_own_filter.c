/*
 * verdict: FORBIDDEN
 * says: prctl
 *
 * A filter of its own, to hide behind.
 */
#define _GNU_SOURCE
#include <sys/prctl.h>

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
	prctl(PR_SET_SECCOMP, 2, NULL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
