/*
 * Inside a program: each thread's slot on the board.
 */
#ifndef COURSE_CLOCK_PRELOAD_SLOT_H
#define COURSE_CLOCK_PRELOAD_SLOT_H

#include <stdint.h>

#include "board.h"

/* This thread's slot; NULL: all are taken. */
struct clock_slot *slot_own(void);

/* Its number on the board. */
uint32_t slot_number(const struct clock_slot *slot);

/* Says what the thread sleeps for, and how it is woken; returns the ticket of this wait.
 * A signal handler that waits uses the same slot: the ticket is another one then. */
uint32_t slot_announce(struct clock_slot *slot, enum clock_state state,
		       enum clock_sleep sleep, int64_t deadline);

#endif
