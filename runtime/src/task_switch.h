/*
 * Who runs next: tasks hand the processor straight on to one another.
 *
 * Within a turn of the loop, a task that suspends or ends switches to the next
 * task of that turn itself; only when something else is next (a timer that
 * fired, the end of the turn) does it switch to the loop. The order is the
 * loop's own, one switch of stacks is saved for each.
 */
#ifndef ASYNC_TASK_SWITCH_H
#define ASYNC_TASK_SWITCH_H

#include <async/task.h>

/* What a task's wakeup runs: from the loop's stack, goes on with the task. */
void task_step(struct handle *wakeup);

/* Leaves the current task, which something is to wake; returns when it has. */
void task_leave(struct task *);

/* As task_leave, from a task that has ended. Who comes next gives its stack
 * back: one cannot do so while standing on it. */
_Noreturn void task_leave_for_good(struct task *);

/* To be called first by a new task: gives back the stack of one that has ended
 * to let it begin. */
void task_arrived(void);

#endif
