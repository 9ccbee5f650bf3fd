/*
 * What must be done to its end, though the task that wants it is cancelled.
 */
#ifndef ASYNC_POSTGRESQL_UNCANCELLED_H
#define ASYNC_POSTGRESQL_UNCANCELLED_H

#include <async/task.h>

/* Waits until the task has ended, and gives it up. Suspends. Raises what it raised;
 * else, when it has ended, the CancelledError that has come meanwhile. */
void uncancelled_wait(struct task *);

#endif
