/*
 * Waiting for descriptors: poll, select and epoll, with or without a deadline.
 *
 * Each looks first without waiting, so that a wait that need not be one costs
 * nothing, and once more when there was something to see. Without a deadline the wait is the kernel's own, but it is announced:
 * the grader need not find out by itself that the thread is asleep, and what is
 * woken goes on in its turn.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <alloca.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CALLER __builtin_return_address(0)
#define FEW    64

static int64_t deadline_of_milliseconds(int milliseconds)
{
	return milliseconds < 0 ? CLOCK_NEVER
				: clock_after(milliseconds * INT64_C(1000000));
}

static int64_t deadline_of_timespec(const struct timespec *timeout)
{
	return timeout ? clock_after(nanoseconds_of(timeout)) : CLOCK_NEVER;
}

static const struct timespec at_once;

/* -------------------------------------------------------------------- poll */

static int look_at_poll(struct pollfd *descriptors, nfds_t count, const sigset_t *mask)
{
	struct timespec none = at_once;

	return (int)syscall(SYS_ppoll, descriptors, count, &none, mask, 8);
}

/* A wait for nothing is a sleep, and is written down as one. */
static int sleep_in(enum clock_call name, int64_t deadline, const void *caller)
{
	struct call call = { .name = name,
			     .duration = deadline - clock_now(),
			     .caller = caller };

	if (!clock_sleep_until(deadline, deadline == CLOCK_NEVER ? NULL : &call))
		return 0;
	errno = EINTR;
	return -1;
}

static int poll_until(struct pollfd *descriptors, nfds_t count, const sigset_t *mask,
		      int64_t deadline, const void *caller)
{
	struct pollfd few[FEW + 1];
	struct pollfd *copy = few;
	int found = look_at_poll(descriptors, count, mask);
	enum wait_end end = WAIT_EVENT;

	if (count == 0 && !mask && found == 0)
		return sleep_in(CALL_POLL, deadline, caller);
	if (found != 0 || deadline <= clock_now())
		return found;
	if (count > FEW)
		copy = malloc((count + 1) * sizeof(*copy));
	if (!copy) {
		errno = ENOMEM;
		return -1;
	}
	while (end == WAIT_EVENT && found == 0 && deadline > clock_now()) {
		memcpy(copy, descriptors, count * sizeof(*copy));
		end = clock_poll_until(copy, (unsigned)count, mask, deadline);
		if (end == WAIT_EVENT)
			found = look_at_poll(descriptors, count, mask);
	}
	if (copy != few)
		free(copy);
	if (end == WAIT_SIGNAL) {
		errno = EINTR;
		return -1;
	}
	return found;
}

REPLACED int poll(struct pollfd *descriptors, nfds_t count, int timeout)
{
	if (!clock_active() || timeout == 0)
		return NEXT(poll)(descriptors, count, timeout);
	return poll_until(descriptors, count, NULL, deadline_of_milliseconds(timeout),
			  CALLER);
}

REPLACED int ppoll(struct pollfd *descriptors, nfds_t count,
		   const struct timespec *timeout, const sigset_t *mask)
{
	if (!clock_active() || (timeout && !timespec_is_valid(timeout)))
		return NEXT(ppoll)(descriptors, count, timeout, mask);
	return poll_until(descriptors, count, mask, deadline_of_timespec(timeout),
			  CALLER);
}

/* What poll becomes in a program compiled with _FORTIFY_SOURCE. */
int __poll_chk(struct pollfd *descriptors, nfds_t count, int timeout, size_t size);
int __ppoll_chk(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout,
		const sigset_t *mask, size_t size);

REPLACED int __poll_chk(struct pollfd *descriptors, nfds_t count, int timeout,
			size_t size)
{
	if (!clock_active() || timeout == 0 || size / sizeof(*descriptors) < count)
		return NEXT(__poll_chk)(descriptors, count, timeout, size);
	return poll_until(descriptors, count, NULL, deadline_of_milliseconds(timeout),
			  CALLER);
}

REPLACED int __ppoll_chk(struct pollfd *descriptors, nfds_t count,
			 const struct timespec *timeout, const sigset_t *mask,
			 size_t size)
{
	if (!clock_active() || size / sizeof(*descriptors) < count ||
	    (timeout && !timespec_is_valid(timeout)))
		return NEXT(__ppoll_chk)(descriptors, count, timeout, mask, size);
	return poll_until(descriptors, count, mask, deadline_of_timespec(timeout),
			  CALLER);
}

/* ------------------------------------------------------------------ select */

struct sets {
	fd_set *read, *write, *except;
};

static bool is_in(int descriptor, const fd_set *set)
{
	return set && FD_ISSET(descriptor, set);
}

static unsigned count_in(const struct sets *sets, int highest)
{
	unsigned count = 0;

	for (int i = 0; i < highest; i++)
		count += is_in(i, sets->read) || is_in(i, sets->write) ||
			 is_in(i, sets->except);
	return count;
}

static void list_in(const struct sets *sets, int highest, struct pollfd *list)
{
	for (int i = 0; i < highest; i++) {
		short events = (short)((is_in(i, sets->read) ? POLLIN | POLLRDHUP : 0) |
				       (is_in(i, sets->write) ? POLLOUT : 0) |
				       (is_in(i, sets->except) ? POLLPRI : 0));

		if (events)
			*list++ = (struct pollfd){ .fd = i, .events = events };
	}
}

/* The mask's size goes with it. */
struct select_mask {
	const sigset_t *mask;
	size_t size;
};

/* Looks without waiting. The sets are replaced, unless nothing is ready. */
static int look_at_select(int highest, const struct sets *sets, const sigset_t *mask)
{
	fd_set copies[3];
	fd_set *given[3] = { sets->read, sets->write, sets->except };
	struct timespec none = at_once;
	struct select_mask with = { mask, 8 };
	int found;

	for (int i = 0; i < 3; i++)
		if (given[i])
			copies[i] = *given[i];
	found = (int)syscall(SYS_pselect6, highest, given[0] ? &copies[0] : NULL,
			     given[1] ? &copies[1] : NULL, given[2] ? &copies[2] : NULL,
			     &none, mask ? &with : NULL);
	for (int i = 0; found > 0 && i < 3; i++)
		if (given[i])
			*given[i] = copies[i];
	return found;
}

static void clear_sets(const struct sets *sets)
{
	fd_set *given[3] = { sets->read, sets->write, sets->except };

	for (int i = 0; i < 3; i++)
		if (given[i])
			FD_ZERO(given[i]);
}

static int select_until(int highest, const struct sets *sets, const sigset_t *mask,
			int64_t deadline, const void *caller)
{
	int found = look_at_select(highest, sets, mask);
	enum wait_end end = WAIT_EVENT;
	unsigned count;
	struct pollfd *list;

	if (found != 0)
		return found;
	count = count_in(sets, highest);
	if (count == 0 && !mask && deadline > clock_now())
		return sleep_in(CALL_SELECT, deadline, caller);
	list = alloca((count + 1) * sizeof(*list));
	while (end == WAIT_EVENT && found == 0 && deadline > clock_now()) {
		list_in(sets, highest, list);
		end = clock_poll_until(list, count, mask, deadline);
		if (end == WAIT_EVENT)
			found = look_at_select(highest, sets, mask);
	}
	if (end == WAIT_SIGNAL) {
		errno = EINTR;
		return -1;
	}
	if (found == 0)
		clear_sets(sets);
	return found;
}

REPLACED int select(int highest, fd_set *restrict read, fd_set *restrict write,
		    fd_set *restrict except, struct timeval *restrict timeout)
{
	struct sets sets = { read, write, except };
	int64_t deadline = CLOCK_NEVER;
	int64_t left;
	int found;

	if (!clock_active() || highest < 0 || highest > FD_SETSIZE ||
	    (timeout && (timeout->tv_sec < 0 || timeout->tv_usec < 0)))
		return NEXT(select)(highest, read, write, except, timeout);
	if (timeout)
		deadline = clock_after(nanoseconds_of(&(struct timespec){
			.tv_sec = timeout->tv_sec, .tv_nsec = timeout->tv_usec * 1000 }));
	found = select_until(highest, &sets, NULL, deadline, CALLER);
	if (timeout) { /* Linux tells what is left */
		left = deadline - clock_now();
		left = left > 0 ? left / 1000 : 0;
		timeout->tv_sec = left / 1000000;
		timeout->tv_usec = left % 1000000;
	}
	return found;
}

REPLACED int pselect(int highest, fd_set *restrict read, fd_set *restrict write,
		     fd_set *restrict except, const struct timespec *restrict timeout,
		     const sigset_t *restrict mask)
{
	struct sets sets = { read, write, except };

	if (!clock_active() || highest < 0 || highest > FD_SETSIZE ||
	    (timeout && !timespec_is_valid(timeout)))
		return NEXT(pselect)(highest, read, write, except, timeout, mask);
	return select_until(highest, &sets, mask, deadline_of_timespec(timeout), CALLER);
}

/* ------------------------------------------------------------------- epoll */

static int look_at_epoll(int epoll, struct epoll_event *events, int most,
			 const sigset_t *mask)
{
	return (int)syscall(SYS_epoll_pwait, epoll, events, most, 0, mask, 8);
}

static int epoll_until(int epoll, struct epoll_event *events, int most,
		       const sigset_t *mask, int64_t deadline)
{
	struct pollfd list[2];
	int found = look_at_epoll(epoll, events, most, mask);
	enum wait_end end = WAIT_EVENT;

	while (end == WAIT_EVENT && found == 0 && deadline > clock_now()) {
		list[0] = (struct pollfd){ .fd = epoll, .events = POLLIN };
		end = clock_poll_until(list, 1, mask, deadline);
		if (end == WAIT_EVENT)
			found = look_at_epoll(epoll, events, most, mask);
	}
	if (end == WAIT_SIGNAL) {
		errno = EINTR;
		return -1;
	}
	return found;
}

REPLACED int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout)
{
	if (!clock_active() || timeout == 0)
		return NEXT(epoll_wait)(epoll, events, most, timeout);
	return epoll_until(epoll, events, most, NULL, deadline_of_milliseconds(timeout));
}

REPLACED int epoll_pwait(int epoll, struct epoll_event *events, int most, int timeout,
			 const sigset_t *mask)
{
	if (!clock_active() || timeout == 0)
		return NEXT(epoll_pwait)(epoll, events, most, timeout, mask);
	return epoll_until(epoll, events, most, mask, deadline_of_milliseconds(timeout));
}

REPLACED int epoll_pwait2(int epoll, struct epoll_event *events, int most,
			  const struct timespec *timeout, const sigset_t *mask)
{
	if (!clock_active() || (timeout && !timespec_is_valid(timeout)))
		return NEXT(epoll_pwait2)(epoll, events, most, timeout, mask);
	return epoll_until(epoll, events, most, mask, deadline_of_timespec(timeout));
}
