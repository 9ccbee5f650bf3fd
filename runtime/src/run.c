#include <async/run.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <async/gather.h>
#include <async/report.h>

#include "exception.h"
#include "generator.h"
#include "interrupt.h"
#include "kept.h"
#include "loop.h"
#include "overflow.h"
#include "task.h"
#include "thread.h"
#include "trace.h"

/* ---- the end of a run, in asyncio.run's order ---- */

static size_t count_tasks(const struct loop *loop)
{
	size_t count = 0;

	for (const struct task *task = loop->tasks; task; task = task->next)
		count++;
	return count;
}

/* Gives an array of all that have not ended, owned by the caller. */
static struct future **list_tasks(const struct loop *loop, size_t count)
{
	struct future **tasks = malloc(count * sizeof *tasks);
	size_t i = 0;

	if (!tasks)
		raise (MemoryError, "no room for a list of tasks");
	for (struct task *task = loop->tasks; task; task = task->next)
		tasks[i++] = &task->future;
	return tasks;
}

static void report_failed(struct future **tasks, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct task *task = (struct task *)tasks[i];

		task->future.released = false;
		if (!task->future.exception)
			continue;
		task->future.retrieved = true;
		call_exception_handler(&(struct exception_context){
			.message = "unhandled exception during asyncio.run() "
				   "shutdown",
			.exception = task->future.exception,
			.task = task,
		});
	}
}

/* They are held here, so that what is given up is not freed before it is
 * looked at. */
static void cancel_all_tasks(struct loop *loop)
{
	size_t count = count_tasks(loop);
	struct future **tasks, *all;

	if (count == 0)
		return;
	tasks = list_tasks(loop, count);
	for (size_t i = 0; i < count; i++) {
		/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): it is full */
		tasks[i]->released = false;
		future_cancel(tasks[i]);
	}
	all = gather_(tasks, count, GATHER_EXCEPTIONS, NULL);
	loop_run_until(loop, all);
	report_failed(tasks, count);
	free(tasks);
}

async (void, shut_down_generators)
{
	async_generators_shut_down();
}

async (void, shut_down_threads)
{
	threads_wait_for_all();
}

#define RUN_TO_END(loop, coroutine)                                                      \
	do {                                                                             \
		__auto_type object_ = (coroutine);                                       \
		run_to_end(loop, &object_, object_.type, sizeof(object_));               \
	} while (0)

static void run_to_end(struct loop *loop, const void *object,
		       const struct coroutine_type *type, size_t size)
{
	struct task *task = task_create_(object, type, size, 0, NULL);

	loop_run_until(loop, &task->future);
}

static void close_down(struct loop *loop)
{
	cancel_all_tasks(loop);
	RUN_TO_END(loop, shut_down_generators());
	RUN_TO_END(loop, shut_down_threads());
	task_forget_main();
}

static void free_all(struct loop *loop)
{
	task_release_all();
	kept_free_all();
	loop_end(loop);
	exception_free_spare();
	trace_end();
	fflush(stdout);
}

/* ---- the whole ---- */

/* Takes over what the main task has raised. */
static struct exception *as_keyboard_interrupt(struct exception *raised, bool interrupted)
{
	struct exception *interrupt;

	if (!interrupted || !raised || !exception_is(raised, CancelledError))
		return raised;
	interrupt = exception_plain(KeyboardInterrupt);
	interrupt->context = raised;
	return interrupt;
}

static struct exception *outcome(struct future *future)
{
	if (future->state == FUTURE_CANCELLED)
		return exception_plain(CancelledError);
	if (!future->exception)
		return NULL;
	future->retrieved = true;
	return exception_retain(future->exception);
}

void async_run_(const void *object, const struct coroutine_type *type, size_t object_size,
		size_t result_size, void *result)
{
	struct loop loop;
	struct task *main_task;
	struct exception *raised;

	if (loop_current)
		raise (RuntimeError, "async_run() cannot be called from a "
				    "running event loop");
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	overflow_watch();
	trace_begin();
	loop_begin(&loop);
	main_task = task_create_(object, type, object_size, result_size, NULL);
	loop.is_interruptible = interrupt_begin(main_task);
	loop_run_until(&loop, &main_task->future);
	raised = outcome(&main_task->future);
	if (loop.is_interruptible)
		raised = as_keyboard_interrupt(raised, interrupt_end());
	loop.is_interruptible = false;
	if (!raised && result_size)
		memcpy(result, main_task->future.result, result_size);
	close_down(&loop);
	free_all(&loop);
	if (raised)
		exception_pass_on(raised);
}
