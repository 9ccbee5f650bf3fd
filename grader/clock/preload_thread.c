/*
 * Threads and their locks.
 *
 * A lock with a time limit is tried again and again: it is rare, and none of
 * its memory is ours to wait on. A thread begins in its turn.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <threads.h>
#include <unistd.h>

#define ATTEMPT 1000000 /* nanoseconds of real time */

/* ------------------------------------------------------------------- locks */

/* One way of asking for something; `result` is 0 or an error number. */
struct attempt {
	int (*lock)(struct attempt *attempt, const struct timespec *until);
	void *object;
	void **value;
	int result;
};

static bool try_for_a_while(void *context)
{
	struct attempt *attempt = context;
	struct timespec until;

	NEXT(clock_gettime)(CLOCK_MONOTONIC, &until);
	until.tv_nsec += ATTEMPT;
	until.tv_sec += until.tv_nsec / NANOSECONDS;
	until.tv_nsec %= NANOSECONDS;
	attempt->result = attempt->lock(attempt, &until);
	return attempt->result != ETIMEDOUT;
}

static int try_until(struct attempt attempt, clockid_t clock, const struct timespec *time)
{
	static const struct timespec long_ago;
	int64_t deadline;

	if (!clock_deadline(clock, time, &deadline))
		return EINVAL;
	attempt.result = attempt.lock(&attempt, &long_ago);
	if (attempt.result != ETIMEDOUT)
		return attempt.result;
	if (time->tv_nsec < 0 || time->tv_nsec >= NANOSECONDS)
		return EINVAL;
	if (deadline > clock_now())
		clock_try_until(try_for_a_while, &attempt, deadline);
	return attempt.result;
}

static int lock_mutex(struct attempt *attempt, const struct timespec *until)
{
	return NEXT(pthread_mutex_clocklock)(attempt->object, CLOCK_MONOTONIC, until);
}

static int lock_for_reading(struct attempt *attempt, const struct timespec *until)
{
	return NEXT(pthread_rwlock_clockrdlock)(attempt->object, CLOCK_MONOTONIC, until);
}

static int lock_for_writing(struct attempt *attempt, const struct timespec *until)
{
	return NEXT(pthread_rwlock_clockwrlock)(attempt->object, CLOCK_MONOTONIC, until);
}

static int join(struct attempt *attempt, const struct timespec *until)
{
	return NEXT(pthread_clockjoin_np)((pthread_t)attempt->object, attempt->value,
					  CLOCK_MONOTONIC, until);
}

REPLACED int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock,
				     const struct timespec *time)
{
	if (!clock_active())
		return NEXT(pthread_mutex_clocklock)(mutex, clock, time);
	return try_until((struct attempt){ .lock = lock_mutex, .object = mutex }, clock,
			 time);
}

REPLACED int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex,
				     const struct timespec *restrict time)
{
	if (!clock_active())
		return NEXT(pthread_mutex_timedlock)(mutex, time);
	return pthread_mutex_clocklock(mutex, CLOCK_REALTIME, time);
}

REPLACED int mtx_timedlock(mtx_t *restrict mutex, const struct timespec *restrict time)
{
	if (!clock_active())
		return NEXT(mtx_timedlock)(mutex, time);
	switch (pthread_mutex_clocklock((pthread_mutex_t *)mutex, CLOCK_REALTIME, time)) {
	case 0: return thrd_success;
	case ETIMEDOUT: return thrd_timedout;
	default: return thrd_error;
	}
}

REPLACED int pthread_rwlock_clockrdlock(pthread_rwlock_t *restrict lock, clockid_t clock,
					const struct timespec *restrict time)
{
	if (!clock_active())
		return NEXT(pthread_rwlock_clockrdlock)(lock, clock, time);
	return try_until((struct attempt){ .lock = lock_for_reading, .object = lock },
			 clock, time);
}

REPLACED int pthread_rwlock_timedrdlock(pthread_rwlock_t *restrict lock,
					const struct timespec *restrict time)
{
	if (!clock_active())
		return NEXT(pthread_rwlock_timedrdlock)(lock, time);
	return pthread_rwlock_clockrdlock(lock, CLOCK_REALTIME, time);
}

REPLACED int pthread_rwlock_clockwrlock(pthread_rwlock_t *restrict lock, clockid_t clock,
					const struct timespec *restrict time)
{
	if (!clock_active())
		return NEXT(pthread_rwlock_clockwrlock)(lock, clock, time);
	return try_until((struct attempt){ .lock = lock_for_writing, .object = lock },
			 clock, time);
}

REPLACED int pthread_rwlock_timedwrlock(pthread_rwlock_t *restrict lock,
					const struct timespec *restrict time)
{
	if (!clock_active())
		return NEXT(pthread_rwlock_timedwrlock)(lock, time);
	return pthread_rwlock_clockwrlock(lock, CLOCK_REALTIME, time);
}

REPLACED int pthread_clockjoin_np(pthread_t thread, void **value, clockid_t clock,
				  const struct timespec *time)
{
	if (!clock_active())
		return NEXT(pthread_clockjoin_np)(thread, value, clock, time);
	return try_until((struct attempt){ .lock = join,
					   .object = (void *)thread,
					   .value = value },
			 clock, time);
}

REPLACED int pthread_timedjoin_np(pthread_t thread, void **value,
				  const struct timespec *time)
{
	if (!clock_active())
		return NEXT(pthread_timedjoin_np)(thread, value, time);
	return pthread_clockjoin_np(thread, value, CLOCK_REALTIME, time);
}

/* ------------------------------------------------------------------ starting */

struct beginning {
	void *(*function)(void *argument);
	void *argument;
};

static void *begin(void *context)
{
	struct beginning beginning = *(struct beginning *)context;

	free(context);
	clock_turn();
	return beginning.function(beginning.argument);
}

REPLACED int pthread_create(pthread_t *restrict thread,
			    const pthread_attr_t *restrict attributes,
			    void *(*function)(void *), void *restrict argument)
{
	struct beginning *beginning = clock_active() ? malloc(sizeof(*beginning)) : NULL;
	int failed;

	clock_slow_down();
	if (!beginning)
		return NEXT(pthread_create)(thread, attributes, function, argument);
	*beginning = (struct beginning){ function, argument };
	failed = NEXT(pthread_create)(thread, attributes, begin, beginning);
	if (failed)
		free(beginning);
	return failed;
}

struct c11_beginning {
	thrd_start_t function;
	void *argument;
};

static int begin_c11(void *context)
{
	struct c11_beginning beginning = *(struct c11_beginning *)context;

	free(context);
	clock_turn();
	return beginning.function(beginning.argument);
}

/* Within glibc it does not go by way of pthread_create. */
REPLACED int thrd_create(thrd_t *thread, thrd_start_t function, void *argument)
{
	struct c11_beginning *beginning =
		clock_active() ? malloc(sizeof(*beginning)) : NULL;
	int result;

	clock_slow_down();
	if (!beginning)
		return NEXT(thrd_create)(thread, function, argument);
	*beginning = (struct c11_beginning){ function, argument };
	result = NEXT(thrd_create)(thread, begin_c11, beginning);
	if (result != thrd_success)
		free(beginning);
	return result;
}
