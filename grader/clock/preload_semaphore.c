/*
 * Semaphores: waiting for one. Posting is glibc's own, so its memory is used as
 * glibc lays it out (struct new_sem, since 2.21, where there are 64-bit atomics).
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <pthread.h>
#include <semaphore.h>

#if __SIZEOF_POINTER__ == 8 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__

#define ONE_WAITER (UINT64_C(1) << 32)

struct semaphore {
	uint64_t state; /* value below, waiters above */
	int32_t is_shared;
};

static bool take(struct semaphore *semaphore, uint64_t also)
{
	uint64_t state = __atomic_load_n(&semaphore->state, __ATOMIC_SEQ_CST);

	while ((uint32_t)state > 0)
		if (__atomic_compare_exchange_n(&semaphore->state, &state,
						state - 1 - also, false, __ATOMIC_SEQ_CST,
						__ATOMIC_SEQ_CST))
			return true;
	return false;
}

static void stop_waiting(void *semaphore)
{
	__atomic_sub_fetch(&((struct semaphore *)semaphore)->state, ONE_WAITER,
			   __ATOMIC_SEQ_CST);
}

static enum wait_end sleep_on(struct semaphore *semaphore, int64_t deadline)
{
	enum wait_end end;

	if (deadline <= clock_now())
		return WAIT_TIME;
	pthread_cleanup_push(stop_waiting, semaphore);
	end = clock_futex_until((uint32_t *)&semaphore->state, 0, !semaphore->is_shared,
				deadline);
	pthread_cleanup_pop(0);
	return end;
}

/* One that has come just when the time had is taken. */
static int wait_until(struct semaphore *semaphore, int64_t deadline)
{
	enum wait_end end = WAIT_EVENT;

	if (take(semaphore, 0))
		return 0;
	__atomic_add_fetch(&semaphore->state, ONE_WAITER, __ATOMIC_SEQ_CST);
	while (!take(semaphore, ONE_WAITER)) {
		if (end != WAIT_EVENT) {
			stop_waiting(semaphore);
			errno = end == WAIT_TIME ? ETIMEDOUT : EINTR;
			return -1;
		}
		end = sleep_on(semaphore, deadline);
	}
	return 0;
}

REPLACED int sem_wait(sem_t *semaphore)
{
	if (!clock_active())
		return NEXT(sem_wait)(semaphore);
	return wait_until((struct semaphore *)semaphore, CLOCK_NEVER);
}

REPLACED int sem_clockwait(sem_t *restrict semaphore, clockid_t clock,
			   const struct timespec *restrict time)
{
	int64_t deadline;

	if (!clock_active())
		return NEXT(sem_clockwait)(semaphore, clock, time);
	if (time->tv_nsec < 0 || time->tv_nsec >= NANOSECONDS ||
	    !clock_deadline(clock, time, &deadline)) {
		errno = EINVAL;
		return -1;
	}
	return wait_until((struct semaphore *)semaphore, deadline);
}

REPLACED int sem_timedwait(sem_t *restrict semaphore,
			   const struct timespec *restrict time)
{
	if (!clock_active())
		return NEXT(sem_timedwait)(semaphore, time);
	return sem_clockwait(semaphore, CLOCK_REALTIME, time);
}

#endif
