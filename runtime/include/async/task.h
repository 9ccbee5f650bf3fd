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
 * A Task is good until the end of async_run: it may be awaited more than once,
 * and an exception that nobody has looked at is reported then. task_release is
 * what it is in Python that nobody holds the task any more.
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
	uint64_t small;               /* holds a small result; others: malloc */
	uint32_t number;              /* 1 is main */
	uint32_t cancel_requests : 31; /* Task.cancelling() */
	bool must_cancel : 1;         /* CancelledError is due at its next step */
	struct future *waiting_for;
	struct coroutine *innermost;  /* whose stack goes on when it is resumed */
	struct handle wakeup;
	struct task *next, *previous; /* all those that have not ended */
};

/* A task for a coroutine object. Raises MemoryError. */
#define create_task(coroutine_)                                         \
	({                                                              \
		__auto_type object_ = (coroutine_);                     \
		ASYNC_EXPECT_COROUTINE_("create_task", object_);        \
		(Task(ASYNC_RESULT_OF_(object_)))task_create_(          \
			&object_, ASYNC_TYPE_OF_(object_), sizeof(object_), \
			ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(object_)),      \
			ASYNC_LOCATION("create_task (" #coroutine_ ")")); \
	})

struct task *task_create_(const void *object, const struct coroutine_type *,
			  size_t object_size, size_t result_size,
			  const struct source_location *);

/* Task.cancel(): asks the task to end, by a CancelledError at the await where
 * it stands, or at its next one. It may clean up, awaiting; it may even refuse.
 * False if it has ended already. Does not suspend. A future can be cancelled,
 * too. */
#define task_cancel(t) future_cancel(ASYNC_FUTURE_(t))

/* Task.done(), Task.cancelled() */
#define task_done(t) (ASYNC_FUTURE_(t)->state != FUTURE_PENDING)
#define task_cancelled(t) (ASYNC_FUTURE_(t)->state == FUTURE_CANCELLED)

/* Task.result(): its T. Raises what the task raised, CancelledError if it was
 * cancelled, InvalidStateError if it has not ended. */
#define task_result(t)                                                  \
	({                                                              \
		__auto_type task_ = (t);                                \
		ASYNC_GET_(ASYNC_LABEL(task_),                          \
			   future_result_((struct future *)task_));     \
	})

/* Task.exception(): borrowed; NULL if it has a result. Raises CancelledError if
 * it was cancelled, InvalidStateError if it has not ended. */
#define task_exception(t) future_exception_(ASYNC_FUTURE_(t))

/* Task.cancelling(): how many requests there were. Task.uncancel(): takes one
 * back, gives how many are left. Both are for those who make scopes as timeout
 * and task_group are. */
#define task_cancelling(t) task_cancelling_((struct task *)(t))
#define task_uncancel(t) task_uncancel_((struct task *)(t))

/*
 * Task.add_done_callback(): function(t, argument) is called by the loop in the
 * turn after the task's end, in the order of adding; the next turn, if it has
 * ended already. It must not await. What it raises is reported.
 * Task.remove_done_callback(): gives how many of that function there were.
 */
#define task_add_done_callback(t, function, argument)                   \
	({                                                              \
		__auto_type task_ = (t);                                \
		void (*callback_)(__typeof__(task_), void *) = (function); \
		future_add_done_callback_(                              \
			(struct future *)task_,                         \
			(void (*)(struct future *, void *))callback_,   \
			(argument));                                    \
	})
#define task_remove_done_callback(t, function)                          \
	future_remove_done_callback_(                                   \
		ASYNC_FUTURE_(t), (void (*)(struct future *, void *))(function))

/* The task that runs; NULL outside async_run. */
struct task *current_task(void);

/* Gives it up; it must not be used any more. If it has ended, what is left of it
 * is freed; otherwise that happens at its end. Its exception is reported then,
 * unless somebody has seen it. Also for a future. */
#define task_release(t) future_release(ASYNC_FUTURE_(t))

#define ASYNC_FUTURE_(t)                                                \
	({                                                              \
		__auto_type task_ = (t);                                \
		__attribute__((unused)) __auto_type label_ =            \
			__builtin_choose_expr(                          \
				__builtin_types_compatible_p(           \
					__typeof__(task_), struct task *), \
				(void (*)(struct task *))0, task_);     \
		_Static_assert(ASYNC_IS_POINTER(label_) &&              \
			       ASYNC_IS_AWAITABLE_(label_),             \
			       "this is neither a task nor a future");  \
		(struct future *)task_;                                 \
	})

uint32_t task_cancelling_(const struct task *);
uint32_t task_uncancel_(struct task *);
void future_add_done_callback_(struct future *,
			       void (*)(struct future *, void *), void *);
int future_remove_done_callback_(struct future *,
				 void (*)(struct future *, void *));
void future_release(struct future *);

#endif
