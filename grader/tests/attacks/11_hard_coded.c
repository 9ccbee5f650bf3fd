/*
 * verdict: WRONG or PROTOCOL
 * exercise: async_counter
 * seed: 42
 *
 * The lines of the documented case, written down, with their waits.
 */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	for (int i = 1; i <= 5; i++) {
		usleep(100000);
		printf("%d\n", i);
	}
	for (int i = 1; i <= 3; i++) {
		usleep(500000);
		printf("%d\n", i);
	}
	return 0;
}
