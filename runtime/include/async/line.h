/*
 * A line: tasks that wait for the same thing, served in the order in which they
 * came. Locks, events, conditions, semaphores and queues have one each.
 */
#ifndef ASYNC_LINE_H
#define ASYNC_LINE_H

#include "future.h"

/* One that waits: on the stack of its task. */
struct waiter {
	struct waiter *next, *previous;
	struct future woken;
};

/* Zero: nobody waits. */
struct waiting_line {
	struct waiter *first, *last;
};

#endif
