/*
 * Alarms: the one timer of a process that sends it SIGALRM.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <sys/time.h>
#include <unistd.h>

#include "preload_timer.h"

static int64_t nanoseconds_in(const struct timeval *time)
{
	return nanoseconds_of(&(struct timespec){ time->tv_sec, time->tv_usec * 1000 });
}

static struct timeval timeval_of(int64_t nanoseconds)
{
	int64_t microseconds = (nanoseconds + 999) / 1000;

	return (struct timeval){ microseconds / 1000000, microseconds % 1000000 };
}

static struct itimerval alarm_now(void)
{
	struct clock_timer *timer = timer_find(TIMER_ALARM, -1);

	if (!timer)
		return (struct itimerval){ 0 };
	return (struct itimerval){
		.it_interval = timeval_of(timer->interval),
		.it_value = timeval_of(timer_left(timer)),
	};
}

static int set_alarm(int64_t duration, int64_t interval)
{
	struct clock_timer *timer = timer_find(TIMER_ALARM, -1);

	if (!timer && duration == 0)
		return 0;
	if (!timer)
		timer = timer_claim();
	if (!timer) {
		errno = EAGAIN;
		return -1;
	}
	timer_set(timer, duration ? clock_after(duration) : CLOCK_NEVER, interval);
	board_store(&timer->kind, TIMER_ALARM);
	return 0;
}

REPLACED int getitimer(__itimer_which_t which, struct itimerval *value)
{
	if (!clock_active() || which != ITIMER_REAL)
		return NEXT(getitimer)(which, value);
	*value = alarm_now();
	return 0;
}

REPLACED int setitimer(__itimer_which_t which, const struct itimerval *restrict value,
		       struct itimerval *restrict before)
{
	struct itimerval old;

	if (!clock_active() || which != ITIMER_REAL)
		return NEXT(setitimer)(which, value, before);
	if (value->it_value.tv_usec < 0 || value->it_value.tv_usec > 999999 ||
	    value->it_interval.tv_usec < 0 || value->it_interval.tv_usec > 999999 ||
	    value->it_value.tv_sec < 0 || value->it_interval.tv_sec < 0) {
		errno = EINVAL;
		return -1;
	}
	old = alarm_now();
	if (set_alarm(nanoseconds_in(&value->it_value),
		      nanoseconds_in(&value->it_interval)) != 0)
		return -1;
	if (before)
		*before = old;
	return 0;
}

REPLACED unsigned alarm(unsigned seconds)
{
	struct itimerval old;

	if (!clock_active())
		return NEXT(alarm)(seconds);
	old = alarm_now();
	set_alarm(seconds * NANOSECONDS, 0);
	/* Never 0 where one was pending; rounded as the kernel does. */
	if (old.it_value.tv_sec == 0 && old.it_value.tv_usec > 0)
		return 1;
	return (unsigned)old.it_value.tv_sec + (old.it_value.tv_usec >= 500000);
}

REPLACED useconds_t ualarm(useconds_t value, useconds_t interval)
{
	struct itimerval old;

	if (!clock_active())
		return NEXT(ualarm)(value, interval);
	old = alarm_now();
	set_alarm(value * INT64_C(1000), interval * INT64_C(1000));
	return (useconds_t)(old.it_value.tv_sec * 1000000 + old.it_value.tv_usec);
}
