/*
 * Blocking calls: waits that hold up their whole thread, written down for the verdict.
 */
#ifndef COURSE_CLOCK_BLOCKING_CALLS_H
#define COURSE_CLOCK_BLOCKING_CALLS_H

#include "clock/participants.h"

struct blocking_calls {
	struct blocking_call *list; /* in the order in which they were seen */
	size_t count, capacity;
};

/* If the wait that this slot announces is such a call, keeps it, up to some thousands of
 * all processes together. `at`: what time it is. */
void blocking_calls_keep(struct blocking_calls *calls, const struct participants *all,
			 uint32_t index, nanoseconds at);

void blocking_calls_free(struct blocking_calls *calls);

#endif
