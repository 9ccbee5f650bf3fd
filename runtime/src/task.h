/*
 * What the runtime itself needs of tasks, beyond <async/task.h>.
 */
#ifndef ASYNC_SRC_TASK_H
#define ASYNC_SRC_TASK_H

#include <async/task.h>

/* Makes a future cancelled, whatever it is asked. */
void future_set_cancelled(struct future *);

/* Reports an exception that nobody has seen, as loop.call_exception_handler
 * does; `message` says of what. */
void future_report(struct future *, const char *message);

/* Suspends the current task until the future, which is pending, is done.
 * Raises CancelledError if the task was cancelled. */
void task_suspend_until(struct future *);

/* For the trace: `whole` will be done when `part` is, which may be a task's. */
void task_tell_part(const struct future *whole, struct future *part);

/* Gives back what a task needs no more when it has ended. Not to be called on its
 * own stack. */
void task_bury(struct task *);

/* Gives back the stack of the first task of the loop, which has ended: nobody is left
 * to whom its variables matter. */
void task_forget_main(void);

/* Lets all that is ready run first: sleep(0). */
void task_yield_turn(void);

/* As future_wait, but gives what it raises: owned by the caller, or NULL. */
struct exception *future_wait_caught(struct future *);

/* Frees what is left of all tasks, and says of which an exception was never
 * looked at. */
void task_release_all(void);

#endif
