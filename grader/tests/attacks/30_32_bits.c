/*
 * verdict: FORBIDDEN
 * only: x86_64
 *
 * A call of another architecture: what is forbidden has another number there.
 */
#define _GNU_SOURCE
#include <stdio.h>

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
	long result;

	/* keyctl, as a program of 32 bits calls it */
	__asm__ volatile("int $0x80"
			 : "=a"(result)
			 : "a"(288L), "b"(0L), "c"(-3L)
			 : "memory");
}

int main(void)
{
	attack();
	return async_run(answer());
}
