/*
 * Waiting for signals until a deadline.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

/* A signalfd is ready when one of them is pending; the signal itself is taken in
 * the way that was asked for. */
static int wait_until(const sigset_t *signals, siginfo_t *information, int64_t deadline)
{
	static const struct timespec at_once;
	struct pollfd list[2];
	int taken = NEXT(sigtimedwait)(signals, information, &at_once);
	int file;

	if (taken >= 0 || errno != EAGAIN || deadline <= clock_now())
		return taken;
	file = signalfd(-1, signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (file < 0)
		return -1;
	while (taken < 0 && errno == EAGAIN && deadline > clock_now()) {
		list[0] = (struct pollfd){ .fd = file, .events = POLLIN };
		if (clock_poll_until(list, 1, NULL, deadline) == WAIT_SIGNAL)
			errno = EINTR;
		else
			taken = NEXT(sigtimedwait)(signals, information, &at_once);
	}
	NEXT(close)(file);
	return taken;
}

REPLACED int sigtimedwait(const sigset_t *restrict signals,
			  siginfo_t *restrict information,
			  const struct timespec *restrict timeout)
{
	if (!clock_active() || (timeout && !timespec_is_valid(timeout)))
		return NEXT(sigtimedwait)(signals, information, timeout);
	return wait_until(signals, information,
			  timeout ? clock_after(nanoseconds_of(timeout)) : CLOCK_NEVER);
}
