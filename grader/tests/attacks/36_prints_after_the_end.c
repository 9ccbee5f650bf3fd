/*
 * verdict: WRONG or TIME or PROTOCOL
 *
 * A child that goes on printing when its parent has ended.
 */
#include <stdio.h>
#include <unistd.h>

int main(void)
{
	puts("one");
	if (fork() == 0)
		for (;;) {
			usleep(500000);
			puts("two");
		}
	return 0;
}
