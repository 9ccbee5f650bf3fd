/*
 * verdict: MEMORY or CRASH or CPU or WRONG
 *
 * Processes that hand on and end, so that none of them is old.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <unistd.h>

int main(void)
{
	for (;;) {
		setsid();
		if (fork() > 0)
			_exit(0);
		fork();
	}
}
