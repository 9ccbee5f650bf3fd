/*
 * verdict: FORBIDDEN
 * says: fsopen
 *
 * The same, by the newer calls.
 */
#define _GNU_SOURCE
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
	syscall(430, "proc", 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
