/*
 * verdict: WALL or DEADLOCK or FORBIDDEN or WRONG or CPU
 *
 * Its parent waits in the kernel in a way that no signal ends, for a child that waits
 * for ever.
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

int main(void)
{
	(void)answer;
	puts("one");
	fflush(stdout);
	if (vfork() == 0)
		for (;;)
			pause();
	return 0;
}
