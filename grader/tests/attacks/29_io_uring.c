/*
 * verdict: PASS
 * never: found:
 *
 * System calls without system calls.
 */
#define _GNU_SOURCE
#include <stdio.h>
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
	char parameters[256] = { 0 };

	if (syscall(425, 8, parameters) >= 0)
		puts("found: io_uring");
}

int main(void)
{
	attack();
	return async_run(answer());
}
