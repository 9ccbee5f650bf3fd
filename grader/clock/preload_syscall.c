/*
 * System calls that a program makes through the C library's `syscall`.
 *
 * What C++ and Rust wait with (std::future, a parked thread) is no function of the C
 * library's, but a timed wait on a futex, made by this one; and some read the clock by
 * it. A sleep by it, past the functions that there are for that, is left to the kernel,
 * seen, and said.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "preload_kernel.h"

static long refuse(int reason)
{
	errno = reason;
	return -1;
}

/* The kernel counts the time of a wait from now, and that of one by bits to a moment. */
static bool futex_deadline(int operation, const struct timespec *time, int64_t *deadline)
{
	if ((operation & FUTEX_CMD_MASK) == FUTEX_WAIT) {
		*deadline = clock_after(nanoseconds_of(time));
		return true;
	}
	return clock_deadline(operation & FUTEX_CLOCK_REALTIME ? CLOCK_REALTIME
							       : CLOCK_MONOTONIC,
			      time, deadline);
}

/* As of the kernel, it is no place to be cancelled at. */
static enum wait_end wait_for_word(uint32_t *word, uint32_t value, bool private,
				   int64_t deadline)
{
	enum wait_end end;
	int state;

	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
	end = clock_futex_until(word, value, private, deadline);
	pthread_setcancelstate(state, NULL);
	return end;
}

static long futex_wait(const long *arguments)
{
	uint32_t *word = (uint32_t *)arguments[0], value = (uint32_t)arguments[2];
	int operation = (int)arguments[1];
	const struct timespec *time = (const struct timespec *)arguments[3];
	int64_t deadline;

	if (!timespec_is_valid(time) || time->tv_sec < 0 ||
	    !futex_deadline(operation, time, &deadline))
		return refuse(EINVAL);
	if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != value)
		return refuse(EAGAIN);
	if (deadline <= clock_now())
		return refuse(ETIMEDOUT);
	switch (wait_for_word(word, value, operation & FUTEX_PRIVATE_FLAG, deadline)) {
	case WAIT_TIME: return refuse(ETIMEDOUT);
	case WAIT_SIGNAL: return refuse(EINTR);
	default: return 0;
	}
}

/* One that has no limit is a wait for another thread; one by some bits only is rare. */
static bool is_timed_futex(long number, const long *arguments)
{
	int operation = (int)arguments[1] & FUTEX_CMD_MASK;

	return number == SYS_futex && arguments[0] && arguments[3] &&
	       (operation == FUTEX_WAIT ||
		(operation == FUTEX_WAIT_BITSET &&
		 (uint32_t)arguments[5] == FUTEX_BITSET_MATCH_ANY));
}

REPLACED long syscall(long number, ...)
{
	long arguments[6];
	va_list list;

	/* Who gives fewer of them has anything in their place, as in the C library. */
	va_start(list, number);
	arguments[0] = va_arg(list, long);
	arguments[1] = va_arg(list, long);
	arguments[2] = va_arg(list, long);
	arguments[3] = va_arg(list, long);
	arguments[4] = va_arg(list, long);
	arguments[5] = va_arg(list, long);
	va_end(list);
	if (number == SYS_clock_gettime && arguments[1])
		return clock_gettime((clockid_t)arguments[0],
				     (struct timespec *)arguments[1]);
	if (number == SYS_gettimeofday && arguments[0])
		return gettimeofday((struct timeval *)arguments[0], (void *)arguments[1]);
#ifdef SYS_time
	if (number == SYS_time)
		return time((time_t *)arguments[0]);
#endif
	if (is_timed_futex(number, arguments) && clock_active())
		return futex_wait(arguments);
	return kernel_call(number, arguments);
}
