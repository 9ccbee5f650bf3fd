/*
 * verdict: FORBIDDEN
 * only: x86_64
 *
 * The same by a third set of numbers.
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
	syscall(0x40000000 + 101, 0, 0, 0, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
