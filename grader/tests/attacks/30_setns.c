/*
 * verdict: FORBIDDEN
 * says: setns
 *
 * Somebody else's namespace.
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
	setns(0, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
