/*
 * A future: a result that is not there yet, and who waits for it.
 *
 * Learners meet futures only through tasks. The runtime's own waits (a timer,
 * a process, a read) are futures on the stack of who waits.
 *
 * The turns are CPython's (asyncio.Future): completing a future puts those who
 * wait at the end of the ready queue, in the order in which they came; they run
 * in the next turn of the loop. A future that is done takes no turn.
 */
#ifndef ASYNC_FUTURE_H
#define ASYNC_FUTURE_H

#include <stdbool.h>

#include "exception.h"

/* Something to be run by the loop in its turn. Owned by who embeds it; in one
 * queue at most. */
struct handle {
	struct handle *next;
	void (*run)(struct handle *);
};

struct handle_queue {
	struct handle *first, *last;
};

enum future_state { FUTURE_PENDING, FUTURE_FINISHED, FUTURE_CANCELLED };

struct future {
	enum future_state state;
	bool retrieved;              /* somebody has seen its exception */
	struct handle_queue waiters; /* to be run when it is done */
	struct exception *exception; /* owned; NULL: it has a result */
	/* Asks for an end; NULL: becomes cancelled at once. Gives false if it
	 * was too late. */
	bool (*cancel)(struct future *);
};

void future_init(struct future *);

/* Complete it. Nothing happens if it is done already: a timer may come after
 * a cancellation. future_set_exception takes over a reference. */
void future_set_result(struct future *);
void future_set_exception(struct future *, struct exception *);

/* Asks for cancellation; false if it is done. */
bool future_cancel(struct future *);

/* Adds to those who are run when it is done: in the turn after that. */
void future_add_waiter(struct future *, struct handle *);
void future_remove_waiter(struct future *, struct handle *);

/* Suspends the current task until it is done; at once if it is. Raises its
 * exception, CancelledError if it was cancelled or the task was. */
void future_wait(struct future *, const struct source_location *);

/* As future_wait, but leaves the future's own outcome to the caller: raises
 * only when the task was cancelled. */
void future_suspend(struct future *);

#endif
