#include "task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "loop.h"
#include "trace.h"

/* What stands at the top of a task's stack: the coroutine object that it was
 * made of follows. */
struct task_frame {
	struct coroutine coroutine;
	struct task *task;
	const struct coroutine_type *type;
	max_align_t object[];
};

struct task *current_task(void)
{
	return loop_current ? loop_current->current : NULL;
}

/* ---- the list of those that have not ended ---- */

static void enlist(struct task *task)
{
	struct loop *loop = loop_current;

	task->number = ++loop->task_count;
	task->next = NULL;
	task->previous = loop->last_task;
	if (loop->last_task)
		loop->last_task->next = task;
	else
		loop->tasks = task;
	loop->last_task = task;
}

static void move_to_ended(struct task *task)
{
	struct loop *loop = loop_current;

	if (task->previous)
		task->previous->next = task->next;
	else
		loop->tasks = task->next;
	if (task->next)
		task->next->previous = task->previous;
	else
		loop->last_task = task->previous;
	task->previous = NULL;
	task->next = loop->ended;
	if (loop->ended)
		loop->ended->previous = task;
	loop->ended = task;
}

static void take_from_ended(struct task *task)
{
	if (task->previous)
		task->previous->next = task->next;
	else
		loop_current->ended = task->next;
	if (task->next)
		task->next->previous = task->previous;
}

/* ---- its life ---- */

static void run_body(void *argument)
{
	struct task_frame *frame = argument;

	frame->type->start(frame->object, frame->task->result);
}

/* CancelledError that comes out makes a task cancelled; GeneratorExit and the
 * like are exceptions as any other. */
static void settle(struct task *task, struct exception *exception)
{
	task->cancel_requests = 0;
	if (!exception) {
		future_set_result(&task->future);
	} else if (exception_is(exception, CancelledError)) {
		exception_release(exception);
		future_set_cancelled(&task->future);
	} else {
		future_set_exception(&task->future, exception);
	}
}

static void begin(void *argument)
{
	struct task_frame *frame = argument;
	struct task *task = frame->task;
	struct exception *exception;

	coroutine_arrived();
	TRACE(TRACE_TASK_BEGIN, NULL, task->name);
	if (task->must_cancel)
		exception = exception_new(CancelledError, "%s", "");
	else
		exception = exception_caught(run_body, frame);
	TRACE(TRACE_TASK_END, NULL, exception ? exception->type->name : "");
	task->innermost = NULL;
	settle(task, exception);
	coroutine_exit(loop_current->home);
}

/* The stack of a task that has ended cannot be given back while standing on
 * it. */
static void bury(struct task *task)
{
	coroutine_destroy(task->coroutine);
	task->coroutine = NULL;
	move_to_ended(task);
}

static void step(struct handle *handle)
{
	struct task *task =
		(struct task *)((char *)handle - offsetof(struct task, wakeup));

	task->waiting_for = NULL;
	loop_current->current = task;
	coroutine_switch(task->innermost);
	loop_current->current = NULL;
	if (!task->innermost)
		bury(task);
}

static void leave_for_loop(struct task *task)
{
	task->innermost = coroutine_current;
	TRACE(TRACE_SUSPEND, NULL, "");
	coroutine_switch(loop_current->home);
	TRACE(TRACE_RESUME, NULL, "");
	if (task->must_cancel) {
		task->must_cancel = false;
		raise (CancelledError);
	}
}

void task_suspend_until(struct future *future)
{
	struct task *task = current_task();

	future_add_waiter(future, &task->wakeup);
	task->waiting_for = future;
	if (task->must_cancel && future_cancel(future))
		task->must_cancel = false;
	leave_for_loop(task);
}

void task_yield_turn(void)
{
	struct task *task = current_task();

	loop_call_soon(&task->wakeup);
	leave_for_loop(task);
}

static bool cancel_future_of_task(struct future *future)
{
	return task_cancel_((struct task *)future);
}

static void prepare_result(struct task *task, size_t size)
{
	task->result = &task->small;
	if (size <= sizeof task->small)
		return;
	task->result = malloc(size);
	if (!task->result) {
		free(task);
		raise (MemoryError, "no room for the result of a task");
	}
}

static struct task *new_task(const struct coroutine_type *type)
{
	struct task *task = malloc(sizeof *task);

	if (!task)
		raise (MemoryError, "no room for task '%s'", type->name);
	*task = (struct task){ .name = type->name };
	future_init(&task->future);
	task->future.cancel = cancel_future_of_task;
	task->wakeup.run = step;
	prepare_result(task, type->result_size);
	return task;
}

struct task *task_create_(const void *object, const struct coroutine_type *type,
			  const struct source_location *location)
{
	struct task *task;
	struct task_frame *frame;

	if (!loop_current)
		raise_new_(location, RuntimeError, "no running event loop");
	frame = coroutine_create(sizeof *frame + type->size, begin, type->name);
	task = new_task(type);
	memcpy(frame->object, object, type->size);
	frame->type = type;
	frame->task = task;
	frame->coroutine.task = task;
	task->coroutine = task->innermost = &frame->coroutine;
	enlist(task);
	loop_call_soon(&task->wakeup);
	TRACE_TASK(task, TRACE_TASK_CREATE, location, type->name);
	return task;
}

/* ---- what others do to it ---- */

void *task_await_(struct task *task)
{
	future_wait(&task->future, NULL);
	return task->result;
}

bool task_cancel_(struct task *task)
{
	if (task->future.state != FUTURE_PENDING)
		return false;
	TRACE_TASK(task, TRACE_CANCEL, NULL, "");
	task->cancel_requests++;
	if (task->waiting_for && future_cancel(task->waiting_for))
		return true;
	task->must_cancel = true;
	return true;
}

bool task_done_(const struct task *task)
{
	return task->future.state != FUTURE_PENDING;
}

bool task_cancelled_(const struct task *task)
{
	return task->future.state == FUTURE_CANCELLED;
}

struct exception *task_exception_(struct task *task)
{
	task->future.retrieved = true;
	return task->future.exception;
}

static void report_if_never_retrieved(const struct task *task)
{
	if (!task->future.exception || task->future.retrieved)
		return;
	fflush(stdout);
	fprintf(stderr, "Task exception was never retrieved\n"
			"task: %s\n", task->name);
	exception_print(task->future.exception);
}

void task_release_(struct task *task)
{
	take_from_ended(task);
	report_if_never_retrieved(task);
	exception_release(task->future.exception);
	if (task->result != &task->small)
		free(task->result);
	free(task);
}

void task_release_all(void)
{
	struct task *oldest = loop_current->ended;

	while (oldest && oldest->next)
		oldest = oldest->next;
	while (oldest) {
		struct task *next = oldest->previous;

		task_release_(oldest);
		oldest = next;
	}
}
