/*
 * Condition variables, in the place of glibc's own.
 *
 * A waiter must be woken by a signal or by the clock, whichever comes first; a
 * thread inside glibc's wait can only be woken by the former. So the whole
 * family is replaced: it is small, since a condition variable may wake anybody
 * for no reason. A sequence number counts the signals; who waits sleeps for as
 * long as it stands where it stood when he still held the mutex.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <threads.h>
#include <unistd.h>

/* Lies in the program's pthread_cond_t; all zero is PTHREAD_COND_INITIALIZER. */
struct condition {
	uint32_t sequence;
	uint32_t waiters;
	uint32_t is_monotonic;
	uint32_t is_shared;
};

_Static_assert(sizeof(struct condition) <= sizeof(pthread_cond_t), "no room");
_Static_assert(sizeof(struct condition) <= sizeof(cnd_t), "no room");

static void relock(void *mutex)
{
	NEXT(pthread_mutex_lock)(mutex);
}

/* A cancelled waiter holds the mutex when its clean-up handlers run. */
static enum wait_end sleep_unlocked(struct condition *condition, pthread_mutex_t *mutex,
				    uint32_t before, int64_t deadline)
{
	enum wait_end end;

	pthread_cleanup_push(relock, mutex);
	end = clock_futex_until(&condition->sequence, before, !condition->is_shared,
				deadline);
	pthread_cleanup_pop(0);
	return end;
}

static int wait_until(struct condition *condition, pthread_mutex_t *mutex,
		      int64_t deadline)
{
	uint32_t before = __atomic_load_n(&condition->sequence, __ATOMIC_SEQ_CST);
	enum wait_end end = WAIT_TIME;
	int failed;

	__atomic_add_fetch(&condition->waiters, 1, __ATOMIC_SEQ_CST);
	failed = NEXT(pthread_mutex_unlock)(mutex);
	if (!failed) {
		if (deadline > clock_now())
			end = sleep_unlocked(condition, mutex, before, deadline);
		failed = NEXT(pthread_mutex_lock)(mutex);
	}
	__atomic_sub_fetch(&condition->waiters, 1, __ATOMIC_SEQ_CST);
	return failed ? failed : end == WAIT_TIME ? ETIMEDOUT : 0;
}

static void wake(struct condition *condition, int count)
{
	if (__atomic_load_n(&condition->waiters, __ATOMIC_SEQ_CST) == 0)
		return;
	__atomic_add_fetch(&condition->sequence, 1, __ATOMIC_SEQ_CST);
	syscall(SYS_futex, &condition->sequence,
		condition->is_shared ? FUTEX_WAKE : FUTEX_WAKE_PRIVATE, count);
}

static bool deadline_of(const struct condition *condition, const struct timespec *time,
			int64_t *deadline)
{
	return timespec_is_valid(time) &&
	       clock_deadline(condition->is_monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME,
			      time, deadline);
}

/* ------------------------------------------------------------------- POSIX */

REPLACED int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attributes)
{
	struct condition *condition = (struct condition *)cond;
	clockid_t clock = CLOCK_REALTIME;
	int shared = PTHREAD_PROCESS_PRIVATE;

	if (!clock_active())
		return NEXT(pthread_cond_init)(cond, attributes);
	if (attributes) {
		pthread_condattr_getclock(attributes, &clock);
		pthread_condattr_getpshared(attributes, &shared);
	}
	*condition = (struct condition){
		.is_monotonic = clock == CLOCK_MONOTONIC,
		.is_shared = shared == PTHREAD_PROCESS_SHARED,
	};
	return 0;
}

REPLACED int pthread_cond_destroy(pthread_cond_t *cond)
{
	return clock_active() ? 0 : NEXT(pthread_cond_destroy)(cond);
}

REPLACED int pthread_cond_signal(pthread_cond_t *cond)
{
	if (!clock_active())
		return NEXT(pthread_cond_signal)(cond);
	wake((struct condition *)cond, 1);
	return 0;
}

REPLACED int pthread_cond_broadcast(pthread_cond_t *cond)
{
	if (!clock_active())
		return NEXT(pthread_cond_broadcast)(cond);
	wake((struct condition *)cond, INT_MAX);
	return 0;
}

REPLACED int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
	if (!clock_active())
		return NEXT(pthread_cond_wait)(cond, mutex);
	return wait_until((struct condition *)cond, mutex, CLOCK_NEVER);
}

REPLACED int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
				    const struct timespec *time)
{
	int64_t deadline;

	if (!clock_active())
		return NEXT(pthread_cond_timedwait)(cond, mutex, time);
	if (!deadline_of((struct condition *)cond, time, &deadline))
		return EINVAL;
	return wait_until((struct condition *)cond, mutex, deadline);
}

REPLACED int pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
				    clockid_t clock, const struct timespec *time)
{
	int64_t deadline;

	if (!clock_active())
		return NEXT(pthread_cond_clockwait)(cond, mutex, clock, time);
	if (!timespec_is_valid(time) || !clock_deadline(clock, time, &deadline))
		return EINVAL;
	return wait_until((struct condition *)cond, mutex, deadline);
}

/* --------------------------------------------------------------------- C11 */

REPLACED int cnd_init(cnd_t *cond)
{
	if (!clock_active())
		return NEXT(cnd_init)(cond);
	*(struct condition *)cond = (struct condition){ 0 };
	return thrd_success;
}

REPLACED void cnd_destroy(cnd_t *cond)
{
	if (!clock_active())
		NEXT(cnd_destroy)(cond);
}

REPLACED int cnd_signal(cnd_t *cond)
{
	if (!clock_active())
		return NEXT(cnd_signal)(cond);
	wake((struct condition *)cond, 1);
	return thrd_success;
}

REPLACED int cnd_broadcast(cnd_t *cond)
{
	if (!clock_active())
		return NEXT(cnd_broadcast)(cond);
	wake((struct condition *)cond, INT_MAX);
	return thrd_success;
}

REPLACED int cnd_wait(cnd_t *cond, mtx_t *mutex)
{
	if (!clock_active())
		return NEXT(cnd_wait)(cond, mutex);
	return wait_until((struct condition *)cond, (pthread_mutex_t *)mutex, CLOCK_NEVER)
		       ? thrd_error
		       : thrd_success;
}

REPLACED int cnd_timedwait(cnd_t *restrict cond, mtx_t *restrict mutex,
			   const struct timespec *restrict time)
{
	int64_t deadline;

	if (!clock_active())
		return NEXT(cnd_timedwait)(cond, mutex, time);
	if (!deadline_of((struct condition *)cond, time, &deadline))
		return thrd_error;
	switch (wait_until((struct condition *)cond, (pthread_mutex_t *)mutex,
			   deadline)) {
	case 0: return thrd_success;
	case ETIMEDOUT: return thrd_timedout;
	default: return thrd_error;
	}
}
