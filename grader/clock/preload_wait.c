/*
 * Waiting: how a thread sleeps until the clock, or something besides, lets it go on.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "preload_kernel.h"
#include "preload_slot.h"

/* A thread whose grader was killed would sleep for ever: look after it now and then. */
static const struct timespec look_after = { .tv_sec = 2 };

/* Where a sleeper has no way to be woken, it looks by itself. */
static const struct timespec look_soon = { .tv_nsec = 1000000 };

void clock_look_after_grader(void)
{
	struct pollfd channel = { .fd = clock_first_descriptor() + CLOCK_CHANNEL };

	if (syscall(SYS_ppoll, &channel, 1, &(struct timespec){ 0 }, NULL, 0) == 1 &&
	    channel.revents & POLLHUP)
		_exit(127);
}

static void withdraw(void *slot)
{
	board_store(&((struct clock_slot *)slot)->state, SLOT_RUNNING);
}

/* A system call that a pthread_cancel may end; the slot is then put in order. It is the
 * kernel's: a timed wait by our own `syscall` would come back here. */
static long cancellable(struct clock_slot *slot, long number, long a, long b, long c,
			long d, long e, long f)
{
	const long arguments[] = { a, b, c, d, e, f };
	int type;
	long result;

	pthread_cleanup_push(withdraw, slot);
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type);
	result = kernel_call(number, arguments);
	pthread_setcanceltype(type, NULL);
	pthread_cleanup_pop(0);
	return result;
}

/* A wait begins. NULL: there is no slot for it. */
static struct clock_slot *begin_wait(void)
{
	clock_forget_reads();
	return slot_own();
}

/* When the wait that the thread's present signal handler has broken into was broken into.
 * The handler may wait itself; that makes nobody's sleep longer. */
static __thread __attribute__((tls_model("initial-exec"))) int64_t broken_into_at;

/* A wait is announced in the place of another one: a handler's, or the wish to go on after
 * one. */
static uint32_t announce(struct clock_slot *slot, enum clock_state state,
			 enum clock_sleep sleep, int64_t deadline)
{
	if (board_load(&slot->state) != SLOT_RUNNING)
		broken_into_at = clock_now();
	return slot_announce(slot, state, sleep, deadline);
}

/* Announces it, as none that is to be written down. */
static uint32_t announce_wait(struct clock_slot *slot, enum clock_sleep sleep,
			      int64_t deadline)
{
	uint32_t ticket;

	slot_write_call(slot, NULL);
	ticket = announce(slot, SLOT_WAITING, sleep, deadline);
	clock_ring();
	return ticket;
}

/* Is it still what the slot says? */
static bool is_at(struct clock_slot *slot, uint32_t state, uint32_t ticket)
{
	return board_load(&slot->state) == state && slot->ticket == ticket;
}

enum slot_end { SLOT_END_GRANTED, SLOT_END_SIGNAL, SLOT_END_LOST };

/* Sleeps on the slot for as long as it stands at `state`. A signal handler that
 * waits uses the same slot: then what we announced is lost. */
static enum slot_end sleep_on_slot(struct clock_slot *slot, uint32_t state,
				   uint32_t ticket)
{
	for (;;) {
		if (slot->ticket != ticket)
			return SLOT_END_LOST;
		if (board_load(&slot->state) != state)
			return board_load(&slot->state) == SLOT_GRANTED ? SLOT_END_GRANTED
									: SLOT_END_LOST;
		if (cancellable(slot, SYS_futex, (long)&slot->state, FUTEX_WAIT, state,
				(long)&look_after, 0, 0) == 0)
			continue;
		if (errno == EINTR && is_at(slot, state, ticket))
			return SLOT_END_SIGNAL;
		if (errno == ETIMEDOUT)
			clock_look_after_grader();
	}
}

static void take_turn(struct clock_slot *slot)
{
	enum slot_end end;

	do {
		uint32_t ticket = announce(slot, SLOT_READY, SLEEP_ON_SLOT, CLOCK_NEVER);

		clock_ring();
		do
			end = sleep_on_slot(slot, SLOT_READY, ticket);
		while (end == SLOT_END_SIGNAL);
	} while (end == SLOT_END_LOST);
	board_store(&slot->state, SLOT_RUNNING);
}

void clock_turn(void)
{
	int before = errno;
	struct clock_slot *slot;

	if (clock_flows())
		return;
	slot = slot_own();
	if (slot)
		take_turn(slot);
	errno = before;
}

/* The thread was woken by something other than the clock. */
static void stop_waiting(struct clock_slot *slot)
{
	if (!clock_flows()) {
		take_turn(slot);
		return;
	}
	broken_into_at = clock_now();
	board_store(&slot->state, SLOT_RUNNING);
}

/* No slot is free: the clock is read until it has come far enough. */
static enum wait_end wait_without_slot(int64_t deadline)
{
	while (clock_page_time() < deadline)
		if (syscall(SYS_nanosleep, &look_soon, NULL) != 0)
			return WAIT_SIGNAL;
	return WAIT_TIME;
}

/* One of too many, that waits for something besides: looks in vain, and says so to
 * its caller. */
static enum wait_end look_without_slot(void)
{
	return wait_without_slot(clock_now() + 1) == WAIT_SIGNAL ? WAIT_SIGNAL
								 : WAIT_EVENT;
}

/* Sleeps until then. A signal has broken into it: when it did stands in broken_into_at. */
static enum wait_end sleep_in_slot(struct clock_slot *slot, int64_t deadline)
{
	uint32_t ticket = announce(slot, SLOT_WAITING, SLEEP_ON_SLOT, deadline);

	clock_ring();
	switch (sleep_on_slot(slot, SLOT_WAITING, ticket)) {
	case SLOT_END_GRANTED: board_store(&slot->state, SLOT_RUNNING); return WAIT_TIME;
	case SLOT_END_SIGNAL: stop_waiting(slot); return WAIT_SIGNAL;
	default: return WAIT_SIGNAL;
	}
}

int64_t clock_sleep_until(int64_t deadline, const struct call *call)
{
	struct clock_slot *slot = begin_wait();
	int64_t outer, left;

	if (!slot)
		return wait_without_slot(deadline) == WAIT_TIME ? 0
								: deadline - clock_now();
	if (deadline <= clock_page_time())
		return 0;
	slot_write_call(slot, call);
	outer = board_load(&slot->state) == SLOT_RUNNING ? broken_into_at : clock_now();
	left = sleep_in_slot(slot, deadline) == WAIT_TIME ? 0 : deadline - broken_into_at;
	broken_into_at = outer;
	return left > 0 ? left : 0;
}

/* One look at the descriptors, or a sleep on them. */
static int poll_once(struct clock_slot *slot, struct pollfd *descriptors, unsigned count,
		     const sigset_t *mask, const struct timespec *longest)
{
	struct timespec timeout = *longest; /* the kernel writes there */

	return (int)cancellable(slot, SYS_ppoll, (long)descriptors, count, (long)&timeout,
				(long)mask, 8, 0);
}

/* Sleeps on them and on the bell, which stands behind them, until something happens or
 * the wait is another one. Returns what ppoll does, with errno. */
static int poll_while_waiting(struct clock_slot *slot, uint32_t ticket,
			      struct pollfd *descriptors, unsigned count,
			      const sigset_t *mask)
{
	struct pollfd *bell = &descriptors[count];
	int found, reason;

	do {
		found = poll_once(slot, descriptors, count + 1, mask,
				  bell->fd < 0 ? &look_soon : &look_after);
		reason = errno;
		if (found == 0 && bell->fd >= 0)
			clock_look_after_grader();
	} while (found == 0 && is_at(slot, SLOT_WAITING, ticket));
	errno = reason;
	return found;
}

/* What became of the bell, though the grader has not let us go on. */
static void heed_bell(short events)
{
	if (events & POLLNVAL) { /* the program closed it */
		bell_forget();
	} else if (events & POLLHUP) { /* the grader did */
		clock_look_after_grader();
		bell_give_up();
	} else if (events) {
		bell_drain();
	}
}

enum wait_end clock_poll_until(struct pollfd *descriptors, unsigned count,
			       const sigset_t *mask, int64_t deadline)
{
	struct clock_slot *slot = begin_wait();
	struct pollfd *bell = &descriptors[count];

	if (!slot)
		return look_without_slot();
	for (;;) {
		uint32_t ticket;
		int found, reason;

		*bell = (struct pollfd){ .fd = bell_own(slot_number(slot)),
					 .events = POLLIN };
		ticket = announce_wait(slot, bell->fd < 0 ? SLEEP_ON_SLOT : SLEEP_ON_BELL,
				       deadline);
		found = poll_while_waiting(slot, ticket, descriptors, count, mask);
		reason = errno;
		if (is_at(slot, SLOT_GRANTED, ticket)) {
			bell_drain();
			board_store(&slot->state, SLOT_RUNNING);
			return found == 1 && bell->revents ? WAIT_TIME : WAIT_EVENT;
		}
		if (found < 0) {
			stop_waiting(slot);
			errno = reason;
			return WAIT_SIGNAL;
		}
		heed_bell(bell->revents);
		if (found > (bell->revents != 0)) {
			stop_waiting(slot);
			return WAIT_EVENT;
		}
	}
}

/* Two words at once, where the kernel can; else one of them again and again. */
static long sleep_on_two(struct clock_slot *slot, uint32_t *word, uint32_t value,
			 bool private)
{
	struct futex_waitv words[2] = {
		{ .uaddr = (uintptr_t)word,
		  .val = value,
		  .flags = FUTEX_32 | (private ? FUTEX_PRIVATE_FLAG : 0) },
		{ .uaddr = (uintptr_t)&slot->state,
		  .val = SLOT_WAITING,
		  .flags = FUTEX_32 },
	};
	struct timespec until;
	long result;

	NEXT(clock_gettime)(CLOCK_MONOTONIC, &until);
	until.tv_sec += look_after.tv_sec;
	result = cancellable(slot, SYS_futex_waitv, (long)words, 2, 0, (long)&until,
			     CLOCK_MONOTONIC, 0);
	if (result < 0 && (errno == ENOSYS || errno == EPERM))
		result = cancellable(slot, SYS_futex, (long)word,
				     private ? FUTEX_WAIT_PRIVATE : FUTEX_WAIT, value,
				     (long)&look_soon, 0, 0);
	return result;
}

enum wait_end clock_futex_until(uint32_t *word, uint32_t value, bool private,
				int64_t deadline)
{
	struct clock_slot *slot = begin_wait();
	uint32_t ticket;
	int reason = 0;

	if (!slot)
		return look_without_slot();
	ticket = announce_wait(slot, SLEEP_ON_SLOT, deadline);
	while (is_at(slot, SLOT_WAITING, ticket) &&
	       __atomic_load_n(word, __ATOMIC_SEQ_CST) == value) {
		long result = sleep_on_two(slot, word, value, private);

		reason = result < 0 ? errno : 0;
		if (reason != ETIMEDOUT)
			break;
		clock_look_after_grader();
	}
	/* A wake-up that was used is an event, though the time had come as well. */
	if (is_at(slot, SLOT_GRANTED, ticket)) {
		board_store(&slot->state, SLOT_RUNNING);
		return __atomic_load_n(word, __ATOMIC_SEQ_CST) == value ? WAIT_TIME
									: WAIT_EVENT;
	}
	stop_waiting(slot);
	return reason == EINTR ? WAIT_SIGNAL : WAIT_EVENT;
}

enum wait_end clock_try_until(bool (*attempt)(void *context), void *context,
			      int64_t deadline)
{
	struct clock_slot *slot = begin_wait();
	uint32_t ticket;
	bool done;

	if (!slot) {
		while (!(done = attempt(context)) && clock_page_time() < deadline)
			;
		return done ? WAIT_EVENT : WAIT_TIME;
	}
	ticket = announce_wait(slot, SLEEP_ON_SLOT, deadline);
	do
		done = attempt(context);
	while (!done && is_at(slot, SLOT_WAITING, ticket));
	if (!done) {
		board_store(&slot->state, SLOT_RUNNING);
		return WAIT_TIME;
	}
	stop_waiting(slot);
	return WAIT_EVENT;
}
