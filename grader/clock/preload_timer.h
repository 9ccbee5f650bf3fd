/*
 * Inside a program: timers, deadlines that nobody sleeps for. They stand on the board, and
 * the grader sends the signal, or sets off the timerfd, when the time has come.
 */
#ifndef COURSE_CLOCK_PRELOAD_TIMER_H
#define COURSE_CLOCK_PRELOAD_TIMER_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "board.h"
#include "preload_time.h"

/* The one of that kind of this process, with that descriptor, or -1; or NULL. */
struct clock_timer *timer_find(enum clock_timer_kind kind, int descriptor);

/* A new one, claimed and not set. NULL: there are too many. */
struct clock_timer *timer_claim(void);

/* Nanoseconds; an interval of 0: it goes off once. */
void timer_set(struct clock_timer *timer, int64_t deadline, int64_t interval);

/* Until it goes off; 0: it is not set. */
int64_t timer_left(const struct clock_timer *timer);

/* The same, as the C library says it. */
struct itimerspec timer_setting(const struct clock_timer *timer);

/* What such a setting asks for. `origin`: of the clock that an absolute one is read on. */
int64_t timer_deadline(const struct timespec *value, bool absolute, int64_t origin);

#endif
