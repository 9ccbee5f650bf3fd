/*
 * Leaving entered managers, for the statements and for exit stacks.
 */
#ifndef ASYNC_SRC_WITH_H
#define ASYNC_SRC_WITH_H

#include <async/context_manager.h>

/* Where leaving happens: an await, for tracebacks, or not. */
struct leaving {
	const struct source_location *location;
	bool asynchronous;
};

/* Leaves one, while `exception` is being handled. Gives the exception that goes
 * on from there, or NULL; owned, as is the one it is given, which may be NULL.
 * May suspend. */
struct exception *with_leave_entry(struct with_entry *, struct leaving,
				   struct exception *exception);

#endif
