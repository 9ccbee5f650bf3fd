/*
 * verdict: TIME
 * only: x86_64
 *
 * Waits by the processor's own counter, which nobody sees: its lines have the moments
 * that the clock had, all the same.
 */
#include <stdio.h>

static unsigned long cycles(void)
{
	return __builtin_ia32_rdtsc();
}

static void wait_some(void)
{
	for (unsigned long start = cycles(); cycles() - start < 300000000;)
		;
}

int main(void)
{
	puts("one");
	wait_some();
	puts("two");
	wait_some();
	puts("three\ndone");
	return 0;
}
