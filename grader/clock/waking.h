/*
 * Waking: lets a thread go on that sleeps on the board, and lets a timer go off.
 *
 * A thread is woken by its futex or by its bell. A timer goes off as its kind does it: by
 * a signal, or by a timerfd that is set to a moment that has passed.
 */
#ifndef COURSE_CLOCK_WAKING_H
#define COURSE_CLOCK_WAKING_H

#include "clock/participants.h"

/* The thread of a slot. False: it was no longer in that state (enum clock_state), and
 * nothing was done. */
bool waking_grant(struct participants *all, uint32_t index, uint32_t state);

/* A timer, whose owner was found; sets it again first, if it repeats. False: it has just
 * been set by its program, and nothing was done. */
bool waking_fire(struct participants *all, uint32_t index);

#endif
