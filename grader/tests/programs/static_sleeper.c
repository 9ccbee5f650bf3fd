/* Linked so that no library can be loaded into it: the clock does not reach it.
 * static_sleeper [tell_the_time]: sleeps, or says what time it is, at once. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct timespec now;

	(void)argv;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (argc > 1) {
		printf("%lld\n", now.tv_sec * 1000000000LL + now.tv_nsec);
		return 0;
	}
	usleep(200000);
	puts("static");
	return 0;
}
