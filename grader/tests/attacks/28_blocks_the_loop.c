/*
 * verdict: PROTOCOL or TIME
 * says: blocks
 *
 * Waits by a call that holds up the loop.
 */
#include <async.h>
#include <stdio.h>
#include <unistd.h>

async (void, steps)
{
	puts("one");
	usleep(500000);
	puts("two");
	usleep(500000);
	puts("three");
	puts("done");
}

int main(void)
{
	return async_run(steps());
}
