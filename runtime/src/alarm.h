/*
 * An alarm: a timer that completes a future. So who waits for the future runs
 * one turn after the timer, behind what was put in the queue meanwhile.
 */
#ifndef ASYNC_SRC_ALARM_H
#define ASYNC_SRC_ALARM_H

#include <async/time.h>

#include "loop.h"

struct alarm {
	struct timer timer;
	struct future *future;
};

/* In so many seconds; never, if they are infinite. The alarm must stay until it
 * is cancelled. Raises MemoryError. */
void alarm_set(struct alarm *, struct future *, double seconds);

/* Nothing happens if it has gone off. */
void alarm_cancel(struct alarm *);

#endif
