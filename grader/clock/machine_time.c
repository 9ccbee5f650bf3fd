#include "clock/machine_time.h"

#include <time.h>

nanoseconds machine_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

double machine_seconds(void)
{
	return (double)machine_time() / 1e9;
}
