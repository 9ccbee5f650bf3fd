/*
 * verdict: FORBIDDEN
 * says: ptrace
 *
 * Asks to be traced.
 */
#define _GNU_SOURCE
#include <sys/ptrace.h>

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
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
