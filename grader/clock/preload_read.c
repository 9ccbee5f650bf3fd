/*
 * Reading the clock.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <sys/time.h>
#include <sys/times.h>
#include <sys/timex.h>
#include <unistd.h>

static int64_t read_clock(void)
{
	int before = errno;
	bool spins;
	int64_t time = clock_count_read(&spins);

	/* Let the others come along. */
	if (spins) {
		clock_sleep_until(time, NULL);
		clock_go_on_spinning();
	}
	errno = before;
	return time;
}

/* The clock that a kernel would count by ticks is as fine as the others here. */
REPLACED int clock_gettime(clockid_t clock, struct timespec *time)
{
	int64_t origin;

	if (!clock_origin(clock, &origin) || !clock_active())
		return NEXT(clock_gettime)(clock, time);
	*time = timespec_of(origin + read_clock());
	return 0;
}

REPLACED int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
	int64_t now;

	if (!clock_active())
		return NEXT(gettimeofday)(time, zone);
	if (zone)
		*(struct timezone *)zone = (struct timezone){ 0 };
	now = (CLOCK_REALTIME_START + read_clock()) / 1000;
	time->tv_sec = now / 1000000;
	time->tv_usec = now % 1000000;
	return 0;
}

REPLACED time_t time(time_t *result)
{
	time_t seconds;

	if (!clock_active())
		return NEXT(time)(result);
	seconds = (CLOCK_REALTIME_START + read_clock()) / NANOSECONDS;
	if (result)
		*result = seconds;
	return seconds;
}

REPLACED int timespec_get(struct timespec *time, int base)
{
	if (!clock_active() || base != TIME_UTC)
		return NEXT(timespec_get)(time, base);
	*time = timespec_of(CLOCK_REALTIME_START + read_clock());
	return base;
}

/* The processor's time is what it is; the time that has passed is the clock's. */
REPLACED clock_t times(struct tms *used)
{
	clock_t passed = NEXT(times)(used);

	if (!clock_active() || passed == (clock_t)-1)
		return passed;
	return (CLOCK_MONOTONIC_START + read_clock()) /
	       (NANOSECONDS / sysconf(_SC_CLK_TCK));
}

/* The machine's own clock is not the program's to set, whoever runs it. */
REPLACED int clock_settime(clockid_t clock, const struct timespec *time)
{
	if (!clock_active())
		return NEXT(clock_settime)(clock, time);
	errno = EPERM;
	return -1;
}

REPLACED int settimeofday(const struct timeval *time, const struct timezone *zone)
{
	if (!clock_active())
		return NEXT(settimeofday)(time, zone);
	errno = EPERM;
	return -1;
}

REPLACED int adjtime(const struct timeval *delta, struct timeval *before)
{
	if (!clock_active() || !delta)
		return NEXT(adjtime)(delta, before);
	errno = EPERM;
	return -1;
}

/* What it tells is the machine's own. */
REPLACED int clock_adjtime(clockid_t clock, struct timex *values)
{
	if (!clock_active() || values->modes == 0)
		return NEXT(clock_adjtime)(clock, values);
	errno = EPERM;
	return -1;
}

REPLACED int adjtimex(struct timex *values)
{
	return clock_adjtime(CLOCK_REALTIME, values);
}

REPLACED int ntp_adjtime(struct timex *values)
{
	return clock_adjtime(CLOCK_REALTIME, values);
}
