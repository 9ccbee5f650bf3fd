/*
 * Sleeping: the calls that hold up their whole thread for a while.
 *
 * Each is written down with the place that called it.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <limits.h>
#include <threads.h>
#include <unistd.h>

#define CALLER __builtin_return_address(0)

/* How much is left; 0 when it is over. */
static int64_t sleep_for(enum clock_call name, int64_t duration, const void *caller)
{
	struct call call = { .name = name, .duration = duration, .caller = caller };

	return duration > 0 ? clock_sleep_until(clock_after(duration), &call) : 0;
}

REPLACED unsigned sleep(unsigned seconds)
{
	int64_t left;
	int before = errno;

	if (!clock_active())
		return NEXT(sleep)(seconds);
	left = sleep_for(CALL_SLEEP, seconds * NANOSECONDS, CALLER);
	errno = before;
	/* Rounded as glibc does: what is left of a second is a second. */
	return (unsigned)((left + NANOSECONDS - 1) / NANOSECONDS);
}

static int interrupted(void)
{
	errno = EINTR;
	return -1;
}

REPLACED int usleep(useconds_t microseconds)
{
	if (!clock_active())
		return NEXT(usleep)(microseconds);
	return sleep_for(CALL_USLEEP, microseconds * INT64_C(1000), CALLER)
		       ? interrupted()
		       : 0;
}

REPLACED int nanosleep(const struct timespec *duration, struct timespec *rest)
{
	int64_t left;

	if (!clock_active())
		return NEXT(nanosleep)(duration, rest);
	if (!timespec_is_valid(duration)) {
		errno = EINVAL;
		return -1;
	}
	left = sleep_for(CALL_NANOSLEEP, nanoseconds_of(duration), CALLER);
	if (!left)
		return 0;
	if (rest)
		*rest = timespec_of(left);
	return interrupted();
}

REPLACED int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
			     struct timespec *rest)
{
	int64_t deadline, left;

	if (!clock_active() || !clock_deadline(clock, time, &deadline))
		return NEXT(clock_nanosleep)(clock, flags, time, rest);
	if (!timespec_is_valid(time))
		return EINVAL;
	left = sleep_for(CALL_CLOCK_NANOSLEEP,
			 flags & TIMER_ABSTIME ? deadline - clock_now()
					       : nanoseconds_of(time),
			 CALLER);
	if (!left)
		return 0;
	if (rest && !(flags & TIMER_ABSTIME))
		*rest = timespec_of(left);
	return EINTR;
}

REPLACED int thrd_sleep(const struct timespec *duration, struct timespec *rest)
{
	int64_t left;

	if (!clock_active())
		return NEXT(thrd_sleep)(duration, rest);
	if (!timespec_is_valid(duration))
		return -2;
	left = sleep_for(CALL_THRD_SLEEP, nanoseconds_of(duration), CALLER);
	if (!left)
		return 0;
	if (rest)
		*rest = timespec_of(left);
	return -1;
}
