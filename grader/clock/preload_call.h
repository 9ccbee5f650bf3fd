/*
 * Inside a program: calls that hold up their whole thread, and are written down.
 */
#ifndef COURSE_CLOCK_PRELOAD_CALL_H
#define COURSE_CLOCK_PRELOAD_CALL_H

#include <stdint.h>

#include "board.h"

/* A call that is to be written down. */
struct call {
	enum clock_call name;
	int64_t duration;
	const void *caller;
};

/* Says on the slot which call its next wait is, and from where it was made; NULL: none
 * that is to be written down. So it is too when this process has had enough of them. */
void slot_write_call(struct clock_slot *slot, const struct call *call);

#endif
