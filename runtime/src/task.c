#include "task.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <async/report.h>

#include "exception.h"
#include "handle.h"
#include "loop.h"
#include "task_switch.h"
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

/* ---- what is left of it when it has ended ---- */

void future_report(struct future *future, const char *message)
{
	if (!future->exception || future->retrieved)
		return;
	future->retrieved = true;
	call_exception_handler(&(struct exception_context){
		.message = message,
		.exception = future->exception,
	});
}

static void report_task(struct task *task)
{
	if (!task->future.exception || task->future.retrieved)
		return;
	call_exception_handler(&(struct exception_context){
		.message = "Task exception was never retrieved",
		.exception = task->future.exception,
		.task = task,
	});
}

static void free_task(struct task *task)
{
	exception_release(task->future.exception);
	if (task->future.result != &task->small)
		free(task->future.result);
	pool_give_back(&loop_current->task_pool, task);
}

static void release_ended(struct task *task)
{
	take_from_ended(task);
	report_task(task);
	free_task(task);
}

static void release(struct future *future)
{
	struct task *task = (struct task *)future;

	future->released = true;
	if (!task->coroutine)
		release_ended(task);
}

static struct task *task_of_wakeup(struct handle *handle)
{
	return (struct task *)((char *)handle - offsetof(struct task, wakeup));
}

static void release_in_turn(struct handle *handle)
{
	release_ended(task_of_wakeup(handle));
}

void task_release_all(void)
{
	struct task *oldest = loop_current->ended;

	while (oldest && oldest->next)
		oldest = oldest->next;
	while (oldest) {
		struct task *next = oldest->previous;

		release_ended(oldest);
		oldest = next;
	}
}

/* ---- its life ---- */

static void run_body(void *argument)
{
	struct task_frame *frame = argument;

	frame->type->start(frame->object, frame->task->future.result);
}

/* What the tasks that main leaves behind were given often lies in variables of main's.
 * In Python that lives on as long as they do. C promises nothing of the kind; but a
 * program should not crash or not by how deep a function of ours goes: so the stack is
 * kept until they have been cancelled, and what happens on it behind main's end has room
 * above those variables. */
enum { ROOM_FOR_THE_END = 8 << 10 };

static bool is_main(const struct task *task)
{
	return task->number == 1;
}

static void run_body_below_room(void *argument)
{
	volatile char room[ROOM_FOR_THE_END];

	room[0] = 0;
	run_body(argument);
	(void)room[0];
}

/* CancelledError that comes out makes a task cancelled, and so does a request
 * that came too late to be raised; GeneratorExit and the like are exceptions as
 * any other. */
static void settle(struct task *task, struct exception *exception)
{
	bool is_waited_for = !handle_queue_is_empty(&task->future.waiters);

	if (exception && !exception_is(exception, CancelledError)) {
		future_set_exception(&task->future, exception);
	} else if (exception || task->must_cancel) {
		exception_release(exception);
		future_set_cancelled(&task->future);
	} else {
		future_set_result(&task->future);
	}
	task->must_cancel = false;
	if (task->future.released && is_waited_for) {
		task->wakeup.run = release_in_turn;
		loop_call_soon(&task->wakeup);
	}
}

static void begin(void *argument)
{
	struct task_frame *frame = argument;
	struct task *task = frame->task;
	struct exception *exception;

	task_arrived();
	TRACE(TRACE_TASK_BEGIN, NULL, task->name);
	if (task->must_cancel)
		exception = exception_plain(CancelledError);
	else
		exception = exception_caught(
			is_main(task) ? run_body_below_room : run_body, frame);
	TRACE(TRACE_TASK_END, NULL, exception ? exception->type->name : "");
	settle(task, exception);
	task_leave_for_good(task);
}

void task_bury(struct task *task)
{
	if (is_main(task))
		loop_current->ended_main = task->coroutine;
	else
		coroutine_destroy(task->coroutine);
	task->coroutine = NULL;
	move_to_ended(task);
	if (task->future.released && !handle_is_queued(&task->wakeup))
		release_ended(task);
}

void task_forget_main(void)
{
	struct loop *loop = loop_current;

	if (loop->ended_main)
		coroutine_destroy(loop->ended_main);
	loop->ended_main = NULL;
}

static void suspend(struct task *task)
{
	TRACE(TRACE_SUSPEND, NULL, "");
	task_leave(task);
	TRACE(TRACE_RESUME, NULL, "");
	if (task->must_cancel) {
		task->must_cancel = false;
		raise (CancelledError);
	}
}

static bool cancel(struct future *future);

/* For the trace: whose end is it that is waited for? */
static void tell_wait(struct future *future)
{
	char text[32];

	if (future->cancel != cancel) {
		if (trace_knows(future))
			trace_thing(TRACE_WAIT, "future", future);
		return;
	}
	snprintf(text, sizeof text, "task %u", ((struct task *)future)->number);
	trace_event(TRACE_WAIT, NULL, NULL, text);
}

void task_tell_part(const struct future *whole, struct future *part)
{
	if (part->cancel == cancel && part->state == FUTURE_PENDING)
		trace_part(whole, ((struct task *)part)->number);
}

void task_suspend_until(struct future *future)
{
	struct task *task = current_task();

	if (future == &task->future)
		raise (RuntimeError, "Task cannot await on itself: '%s'", task->name);
	future_add_waiter(future, &task->wakeup);
	task->waiting_for = future;
	if (__builtin_expect(trace_is_on, false))
		tell_wait(future);
	if (task->must_cancel && future_cancel(future))
		task->must_cancel = false;
	suspend(task);
}

void task_yield_turn(void)
{
	struct task *task = current_task();

	loop_call_soon(&task->wakeup);
	suspend(task);
}

static void wait_for_argument(void *future)
{
	future_wait(future, NULL);
}

struct exception *future_wait_caught(struct future *future)
{
	return exception_caught(wait_for_argument, future);
}

/* ---- its beginning ---- */

static bool cancel(struct future *future)
{
	struct task *task = (struct task *)future;

	TRACE_TASK(task, TRACE_CANCEL, NULL, "");
	task->cancel_requests++;
	if (task->waiting_for && future_cancel(task->waiting_for))
		return true;
	task->must_cancel = true;
	return true;
}

static void prepare_result(struct task *task, size_t size)
{
	task->future.result = &task->small;
	if (size <= sizeof task->small)
		return;
	task->future.result = malloc(size);
	if (!task->future.result) {
		pool_give_back(&loop_current->task_pool, task);
		raise (MemoryError, "no room for the result of a task");
	}
}

_Static_assert(sizeof(struct task) <= 144,
	       "a sleeping task is to take 4.3 KiB at most, see bench_many.c");

/* Field by field, as in coroutine.c. */
static struct task *new_task(const char *name, size_t result_size)
{
	struct task *task = pool_take(&loop_current->task_pool);

	if (!task)
		raise (MemoryError, "no room for task '%s'", name);
	future_init(&task->future);
	task->coroutine = NULL;
	task->name = name;
	task->small = 0;
	task->cancel_requests = 0;
	task->must_cancel = false;
	task->waiting_for = NULL;
	task->future.cancel = cancel;
	task->future.release = release;
	task->wakeup = (struct handle){ .run = task_step };
	prepare_result(task, result_size);
	return task;
}

static struct coroutine *new_stack(struct task *task, const void *object,
				   const struct coroutine_type *type, size_t object_size)
{
	struct task_frame *frame =
		coroutine_new(sizeof *frame + object_size, begin, type->name);

	if (!frame)
		return NULL;
	memcpy(frame->object, object, object_size);
	frame->type = type;
	frame->task = task;
	frame->coroutine.task = task;
	return &frame->coroutine;
}

struct task *task_create_(const void *object, const struct coroutine_type *type,
			  size_t object_size, size_t result_size,
			  const struct source_location *location)
{
	struct task *task;

	if (!loop_current)
		raise_new_(location, RuntimeError, "no running event loop");
	task = new_task(type->name, result_size);
	task->coroutine = new_stack(task, object, type, object_size);
	if (!task->coroutine) {
		free_task(task);
		coroutine_raise_no_stack(type->name);
	}
	task->innermost = task->coroutine;
	enlist(task);
	loop_call_soon(&task->wakeup);
	TRACE_TASK(task, TRACE_TASK_CREATE, location, type->name);
	return task;
}

/* ---- what others do to it ---- */

uint32_t task_cancelling_(const struct task *task)
{
	return task->cancel_requests;
}

uint32_t task_uncancel_(struct task *task)
{
	if (task->cancel_requests > 0)
		task->cancel_requests--;
	return task->cancel_requests;
}

void future_release(struct future *future)
{
	if (future->release)
		future->release(future);
}
