/*
 * verdict: FORBIDDEN
 * says: process_vm_readv
 *
 * Another process's memory.
 */
#define _GNU_SOURCE
#include <sys/uio.h>

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
	process_vm_readv(1, NULL, 0, NULL, 0, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
