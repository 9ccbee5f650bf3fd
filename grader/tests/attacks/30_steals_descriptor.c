/*
 * verdict: FORBIDDEN
 * says: pidfd_getfd
 *
 * Another process's descriptor.
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
	syscall(438, 0, 0, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
