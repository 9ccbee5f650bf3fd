/*
 * verdict: CPU or MEMORY
 *
 * Computes for ever in children, each of which stays below the limit.
 */
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int main(void)
{
	for (;;) {
		if (fork() == 0) {
			while (clock() < CLOCKS_PER_SEC)
				continue;
			_exit(0);
		}
		wait(NULL);
	}
}
