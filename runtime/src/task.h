/*
 * What the runtime itself needs of tasks, beyond <async/task.h>.
 */
#ifndef ASYNC_SRC_TASK_H
#define ASYNC_SRC_TASK_H

#include <async/task.h>

/* Makes a future cancelled, whatever it is asked. */
void future_set_cancelled(struct future *);

/* Suspends the current task until the future, which is pending, is done.
 * Raises CancelledError if the task was cancelled. */
void task_suspend_until(struct future *);

/* Lets all that is ready run first: sleep(0). */
void task_yield_turn(void);

/* Frees what is left of all tasks, and says of which an exception was never
 * looked at. */
void task_release_all(void);

#endif
