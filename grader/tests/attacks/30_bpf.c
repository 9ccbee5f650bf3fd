/*
 * verdict: FORBIDDEN
 * says: bpf
 *
 * A program in the kernel.
 */
#define _GNU_SOURCE
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
	syscall(SYS_bpf, 0, NULL, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
