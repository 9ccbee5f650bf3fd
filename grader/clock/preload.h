/*
 * Inside a program: how the replaced calls reach the grader's clock.
 *
 * Everything here may be called from a signal handler, from a child between
 * vfork and exec, and on a small stack. It allocates nothing.
 */
#ifndef COURSE_CLOCK_PRELOAD_H
#define COURSE_CLOCK_PRELOAD_H

#include <dlfcn.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <time.h>

#include "board.h"

#define NANOSECONDS INT64_C(1000000000)

/* Functions that the program sees; everything else in the library is hidden. */
#define REPLACED __attribute__((visibility("default")))

/* The function of that name that the program would call without us. */
#define NEXT(name)                                                                       \
	({                                                                               \
		static __typeof__(name) *next_##name;                                    \
		if (!next_##name)                                                        \
			next_##name = (__typeof__(name) *)clock_next(#name);             \
		next_##name;                                                             \
	})
void *clock_next(const char *name);

/* False: no grader is there, or it only watches. Then every call is passed on. */
bool clock_active(void);

/* The grader does not hold the clock still: it flows, real or scaled. */
bool clock_flows(void);

/* What time it is. Reading the clock takes a nanosecond, so that a time that
 * was read twice is never the same; a program that reads it over and over,
 * waiting for it to change, sees it change. */
int64_t clock_read(void);

/* The same, but for the nanosecond. */
int64_t clock_now(void);

/* Now and a while; saturates. */
int64_t clock_after(int64_t duration);

int64_t nanoseconds_of(const struct timespec *time);
struct timespec timespec_of(int64_t nanoseconds);
bool timespec_is_valid(const struct timespec *time);

/* Our time for a time on that clock; false: this clock is none of ours. */
bool clock_deadline(clockid_t clock, const struct timespec *time, int64_t *deadline);
bool clock_origin(clockid_t clock, int64_t *origin);

enum wait_end {
	WAIT_TIME,   /* the deadline has come */
	WAIT_EVENT,  /* what the thread waited for besides has happened */
	WAIT_SIGNAL, /* a signal handler has run */
};

/* A call that is to be written down, or NULL. */
struct call {
	enum clock_call name;
	int64_t duration;
	const void *caller;
};

/* Sleeps until the deadline, and for nothing else. A cancellation point. */
enum wait_end clock_sleep_until(int64_t deadline, const struct call *call);

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

/* Ends the process if its grader is gone: nobody would ever wake it, or end it. */
void clock_look_after_grader(void);

/* The board, and its bell: for what is not a wait. */
struct clock_slots *clock_board(void);
void clock_ring(void);
uint32_t clock_process(void);

/* Is this descriptor one that we keep open for ourselves? The program is told
 * that it is not there. */
bool clock_owns_descriptor(int descriptor);

/* The first of them; there is none below. */
int clock_first_descriptor(void);

/* A timerfd was closed. */
void clock_forget_descriptor(int descriptor);

/* Sends a copy of the descriptor to the grader, for that slot or timer. */
bool clock_send_descriptor(int descriptor, bool is_timer, uint32_t index);

#endif
