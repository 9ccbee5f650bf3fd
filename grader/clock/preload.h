/*
 * Inside a program: how the replaced calls reach the grader's clock.
 *
 * Everything here may be called from a signal handler, from a child between
 * vfork and exec, and on a small stack. It allocates nothing.
 */
#ifndef COURSE_CLOCK_PRELOAD_H
#define COURSE_CLOCK_PRELOAD_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "preload_bell.h"
#include "preload_board.h"
#include "preload_call.h"
#include "preload_next.h"
#include "preload_time.h"

enum wait_end {
	WAIT_TIME,   /* the deadline has come */
	WAIT_EVENT,  /* what the thread waited for besides has happened */
	WAIT_SIGNAL, /* a signal handler has run */
};

/* Sleeps until the deadline, and for nothing else. A cancellation point. Returns how much
 * was left when a signal broke into it, however long its handler took; or 0. */
int64_t clock_sleep_until(int64_t deadline, const struct call *call);

/* Sleeps until the deadline, or until one of the descriptors is ready, with the
 * signal mask in place. WAIT_TIME: none of them was ready. WAIT_EVENT: look at them,
 * though the deadline may have come as well. The array has room for one more at its
 * end. */
struct pollfd;
enum wait_end clock_poll_until(struct pollfd *descriptors, unsigned count,
			       const sigset_t *mask, int64_t deadline);

/* Sleeps until the deadline, or until somebody wakes the word, which is `value`
 * now. `private`: as the waker wakes it. May end for no reason, as WAIT_EVENT. */
enum wait_end clock_futex_until(uint32_t *word, uint32_t value, bool private,
				int64_t deadline);

/* For what the clock cannot wake: tries again and again, until the attempt, which
 * should itself wait for a millisecond of real time, says that it is done. */
enum wait_end clock_try_until(bool (*attempt)(void *context), void *context,
			      int64_t deadline);

/* Waits for its turn: until everything else is asleep. Called where two threads
 * or processes would otherwise run side by side, in an order of their own. */
void clock_turn(void);

/* Before another process or thread is made: holds up, for real, who makes many more than
 * anybody may, so that a busy machine does not run out of them before the grader has
 * come to look, and ends the program. */
void clock_slow_down(void);

/* Ends the process if its grader is gone: nobody would ever wake it, or end it. */
void clock_look_after_grader(void);

/* A timerfd was closed. */
void clock_forget_descriptor(int descriptor);

#endif
