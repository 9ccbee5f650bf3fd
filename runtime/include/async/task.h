/*
 * Tasks: coroutines that run beside each other.
 *
 *	Task(int) sum = create_task(add(1, 2));       sum = asyncio.create_task(add(1, 2))
 *	…
 *	int three = await (sum);                      three = await sum
 *
 * A task starts in the next turn of the loop, in the order of creation. Awaiting
 * a task that is done takes no turn; otherwise who awaits goes on in the turn
 * after its end.
 *
 * A Task is good until the end of async_run: it may be awaited more than once.
 * What is left of a finished task is small; a program that makes millions gives
 * each back with task_release.
 */
#ifndef ASYNC_TASK_H
#define ASYNC_TASK_H

#include "await.h"
#include "future.h"

/* What create_task makes of a coroutine that gives a T; Task(void) too. Never
 * called, see await.h on labels. */
#define Task(T) __typeof__(__typeof__(T) (*)(struct task *))

struct task {
	struct future future;         /* done: the task has ended */
	struct coroutine *coroutine;  /* NULL once it has ended */
	const char *name;             /* of its coroutine function */
	void *result;                 /* &small, or an allocation; owned */
	uint64_t small;
	uint32_t number;              /* 1 is main */
	uint32_t cancel_requests;     /* Task.cancelling() */
	bool must_cancel;             /* CancelledError is due at its next step */
	struct future *waiting_for;
	struct coroutine *innermost;  /* whose stack goes on when it is resumed */
	struct handle wakeup;
	struct task *next, *previous; /* all those that have not ended */
};

/* A task for a coroutine object. Raises MemoryError. */
#define create_task(coroutine_)                                         \
	({                                                              \
		__auto_type object_ = (coroutine_);                     \
		(Task(object_.run(0, 0)))task_create_(                  \
			&object_, object_.type,                         \
			ASYNC_LOCATION("create_task (" #coroutine_ ")")); \
	})

struct task *task_create_(const void *object, const struct coroutine_type *,
			  const struct source_location *);

/* Task.cancel(): asks the task to end, by a CancelledError at the await where
 * it stands, or at its next one. It may clean up, awaiting; it may even refuse.
 * False if it has ended already. Does not suspend. */
#define task_cancel(t) task_cancel_((struct task *)(t))
/* Task.done(), Task.cancelled(), Task.exception() (borrowed) */
#define task_done(t) task_done_((struct task *)(t))
#define task_cancelled(t) task_cancelled_((struct task *)(t))
#define task_exception(t) task_exception_((struct task *)(t))
/* The task that runs; NULL outside async_run. */
struct task *current_task(void);
/* Gives back what is left of an ended task; it must not be used any more. */
#define task_release(t) task_release_((struct task *)(t))

bool task_cancel_(struct task *);
bool task_done_(const struct task *);
bool task_cancelled_(const struct task *);
struct exception *task_exception_(struct task *);
void task_release_(struct task *);

#endif
