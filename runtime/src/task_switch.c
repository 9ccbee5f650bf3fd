#include "task_switch.h"

#include "handle.h"
#include "loop.h"
#include "overflow.h"
#include "task.h"

static struct coroutine *go_on_with(struct loop *loop, struct handle *wakeup)
{
	struct task *task =
		(struct task *)((char *)wakeup - offsetof(struct task, wakeup));

	task->waiting_for = NULL;
	loop->current = task;
	return task->innermost;
}

/* The next one of this turn if it is a task, else the loop. */
static struct coroutine *take_next(struct loop *loop)
{
	struct handle *next;

	if (!handle_queue_is_empty(&loop->turn) || loop_begin_turn(loop)) {
		next = handle_queue_first(&loop->turn);
		if (next->run == task_step) {
			handle_remove(next);
			return go_on_with(loop, next);
		}
	}
	loop->current = NULL;
	return loop->home;
}

static void bury_who_has_ended(struct loop *loop)
{
	struct task *task = loop->left_for_good;

	if (!task)
		return;
	loop->left_for_good = NULL;
	task_bury(task);
}

static void switch_to(struct loop *loop, struct coroutine *to)
{
	if (to == coroutine_current)
		return; /* nobody else is ready */
	coroutine_swap(to);
	bury_who_has_ended(loop);
}

void task_step(struct handle *wakeup)
{
	struct loop *loop = loop_current;

	switch_to(loop, go_on_with(loop, wakeup));
}

void task_leave(struct task *task)
{
	struct loop *loop = loop_current;

	task->innermost = coroutine_current;
	overflow_check(task->innermost, __builtin_frame_address(0));
	switch_to(loop, take_next(loop));
}

_Noreturn void task_leave_for_good(struct task *task)
{
	struct loop *loop = loop_current;

	loop->left_for_good = task;
	coroutine_exit(take_next(loop));
}

void task_arrived(void)
{
	coroutine_arrived();
	bury_who_has_ended(loop_current);
}
