/*
 * verdict: TIME
 *
 * Gives the clock's library its own functions to call.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <unistd.h>

static int nothing(void)
{
	return 0;
}

void *dlsym(void *restrict handle, const char *restrict name)
{
	return nothing;
}

int main(void)
{
	puts("one");
	sleep(1);
	puts("two");
	puts("three");
	puts("done");
	return 0;
}
