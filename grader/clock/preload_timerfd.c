/*
 * Timers that are descriptors.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "preload_timer.h"

/* The kernel's own timerfd: read, poll and flags work as always. It is never set
 * here, only set off by the grader. On the calendar's clock, which is far from 0. */
REPLACED int timerfd_create(clockid_t clock, int flags)
{
	int64_t origin;
	struct clock_timer *timer;
	int file;

	if (!clock_active() || !clock_origin(clock, &origin))
		return NEXT(timerfd_create)(clock, flags);
	file = NEXT(timerfd_create)(CLOCK_REALTIME, flags);
	if (file < 0)
		return file;
	timer = timer_claim();
	if (!timer || !clock_send_descriptor(file, true,
					     (uint32_t)(timer - clock_board()->timers))) {
		if (timer)
			board_store(&timer->kind, TIMER_FREE);
		close(file);
		errno = EMFILE;
		return -1;
	}
	timer->descriptor = file;
	timer->value = (uint64_t)origin;
	board_store(&timer->kind, TIMER_DESCRIPTOR);
	return file;
}

REPLACED int timerfd_settime(int file, int flags, const struct itimerspec *value,
			     struct itimerspec *before)
{
	static const struct itimerspec off;
	struct clock_timer *timer =
		clock_active() ? timer_find(TIMER_DESCRIPTOR, file) : NULL;
	struct itimerspec old;

	if (!timer)
		return NEXT(timerfd_settime)(file, flags, value, before);
	if (!timespec_is_valid(&value->it_value) ||
	    !timespec_is_valid(&value->it_interval)) {
		errno = EINVAL;
		return -1;
	}
	old = timer_setting(timer);
	/* What has expired and was not read is forgotten. */
	if (NEXT(timerfd_settime)(file, 0, &off, NULL) != 0)
		return -1;
	timer_set(timer,
		  timer_deadline(&value->it_value, flags & TFD_TIMER_ABSTIME,
				 (int64_t)timer->value),
		  nanoseconds_of(&value->it_interval));
	if (before)
		*before = old;
	return 0;
}

REPLACED int timerfd_gettime(int file, struct itimerspec *value)
{
	struct clock_timer *timer =
		clock_active() ? timer_find(TIMER_DESCRIPTOR, file) : NULL;

	if (!timer)
		return NEXT(timerfd_gettime)(file, value);
	*value = timer_setting(timer);
	return 0;
}

void clock_forget_descriptor(int file)
{
	struct clock_timer *timer = timer_find(TIMER_DESCRIPTOR, file);

	if (timer)
		board_store(&timer->kind, TIMER_FREE);
}
