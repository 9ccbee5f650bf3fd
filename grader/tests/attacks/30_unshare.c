/*
 * verdict: FORBIDDEN
 * says: unshare
 *
 * A namespace in which it would be root.
 */
#define _GNU_SOURCE
#include <sched.h>

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
	unshare(CLONE_NEWUSER);
}

int main(void)
{
	attack();
	return async_run(answer());
}
