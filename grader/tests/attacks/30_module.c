/*
 * verdict: FORBIDDEN
 * says: init_module
 *
 * A part of the kernel.
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
	syscall(SYS_init_module, NULL, 0, "");
}

int main(void)
{
	attack();
	return async_run(answer());
}
