/*
 * verdict: CPU
 *
 * Computes for ever, and listens to no signal.
 */
#define _GNU_SOURCE
#include <signal.h>

int main(void)
{
	for (int i = 1; i < 65; i++)
		signal(i, SIG_IGN);
	for (volatile int i = 0;; i++)
		continue;
}
