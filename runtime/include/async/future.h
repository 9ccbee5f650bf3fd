/*
 * A future: a result that is not there yet, and who waits for it.
 *
 * A task is a future (task.h), and so is what gather, shield and as_completed
 * give: a Future(T) is awaited as a Task(T) is. The runtime's own waits (a
 * timer, a process, a read) are futures on the stack of who waits.
 *
 * The turns are CPython's (asyncio.Future): completing a future puts those who
 * wait at the end of the ready queue, in the order in which they came; they run
 * in the next turn of the loop. A future that is done takes no turn.
 */
#ifndef ASYNC_FUTURE_H
#define ASYNC_FUTURE_H

#include <stdbool.h>

#include "await.h"
#include "exception.h"

/* A result was asked for that is not there yet; asyncio.InvalidStateError. */
extern const struct exception_type InvalidStateError[1];

/* What gives a T once it is done: never called, see await.h on labels. */
#define Future(T) __typeof__(__typeof__(T) (*)(struct future *))

/* A place in a queue: a ring, in which the queue itself is one of the links. */
struct handle_link {
	struct handle_link *next, *previous;
};

/* Something to be run by the loop in its turn. Owned by who embeds it; in one
 * queue at most, and can be taken out of it from anywhere. */
struct handle {
	struct handle_link link; /* next is NULL: in no queue */
	void (*run)(struct handle *);
};

struct handle_queue {
	struct handle_link ends;
};

enum future_state { FUTURE_PENDING, FUTURE_FINISHED, FUTURE_CANCELLED };

struct future {
	enum future_state state;
	bool retrieved;              /* somebody has seen its exception */
	bool released;               /* nobody will ask for it any more */
	bool in_line;                /* a waiter's: who waits keeps its turn */
	struct handle_queue waiters; /* to be run when it is done */
	struct exception *exception; /* owned; NULL: it has a result */
	void *result;                /* where that is; NULL: it is void */
	/* Asks for an end; NULL: becomes cancelled at once. Gives false if it
	 * was too late. */
	bool (*cancel)(struct future *);
	/* Gives it up; NULL: it is not on the heap. */
	void (*release)(struct future *);
};

void future_init(struct future *);

/* Complete it. Nothing happens if it is done already: a timer may come after
 * a cancellation. future_set_exception takes over a reference. */
void future_set_result(struct future *);
void future_set_exception(struct future *, struct exception *);

/* Asks for cancellation; false if it is done. */
bool future_cancel(struct future *);

/* Adds to those who are run when it is done: in the turn after that. The
 * handle must be in no queue. */
void future_add_waiter(struct future *, struct handle *);

/* The handle will not be run, whether the future is done or not. */
void future_remove_waiter(struct handle *);

/* Suspends the current task until it is done; at once if it is. Raises its
 * exception, CancelledError if it was cancelled or the task was. */
void future_wait(struct future *, const struct source_location *);

/* As future_wait, but leaves the future's own outcome to the caller: raises
 * only when the task was cancelled. */
void future_suspend(struct future *);

/* Future.result(): where it is; suspends nobody. Raises the future's exception,
 * CancelledError if it was cancelled, InvalidStateError if it is not done. */
void *future_result_(struct future *);

/* Future.exception(): borrowed, NULL if it has a result. Raises as
 * future_result does, but for the exception itself. */
struct exception *future_exception_(struct future *);

/*
 * ensure_future (x): x if it is a task or a future; if it is a coroutine object,
 * a task for it. gather, wait_for, shield take either, by way of this.
 */
#define ensure_future(x)                                                \
	({                                                              \
		__auto_type awaitable_ = (x);                           \
		ASYNC_ENSURE_FUTURE_(awaitable_,                        \
			ASYNC_LOCATION("ensure_future (" #x ")"));      \
	})

#define ASYNC_ENSURE_FUTURE_(x, location)                               \
	((__typeof__(__builtin_choose_expr(                             \
		ASYNC_IS_POINTER(x), ASYNC_AS_LABEL_(x),                \
		(__typeof__(ASYNC_RESULT_OF_(x)) (*)(struct task *))0))) \
	 __builtin_choose_expr(                                         \
		ASYNC_IS_POINTER(x), ASYNC_AS_LABEL_(x),                \
		task_create_(&x, ASYNC_TYPE_OF_(x), sizeof(x),          \
			     ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(x)), location)))

/* The type of what an await of x would give, where x is any expression. */
#define ASYNC_RESULT_TYPE_(x)                                           \
	__typeof__(({                                                   \
		__auto_type awaitable_ = (x);                           \
		ASYNC_RESULT_OF_(awaitable_);                           \
	}))

/* Of the result of an expression, a T: its size, 0 if it is void. */
#define ASYNC_SIZE_OF_(expression)                                      \
	(ASYNC_IS_VOID(__typeof__(expression))                          \
		 ? 0                                                    \
		 : sizeof(ASYNC_SOLID(__typeof__(expression))))

#endif
