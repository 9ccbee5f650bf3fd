/*
 * verdict: FORBIDDEN
 * says: prctl
 * only: x86_64
 *
 * The same for a filter of its own.
 */
#define _GNU_SOURCE
#include <sys/prctl.h>
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
	syscall(SYS_prctl, (1L << 32) | PR_SET_SECCOMP, 2, NULL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
