/*
 * verdict: FORBIDDEN
 * says: ptrace
 *
 * Takes its parent over.
 */
#define _GNU_SOURCE
#include <sys/ptrace.h>
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
	ptrace(PTRACE_ATTACH, getppid(), NULL, NULL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
