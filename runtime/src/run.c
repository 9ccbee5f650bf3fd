#include <async/run.h>

#include <stdio.h>
#include <string.h>

#include "exception.h"
#include "generator.h"
#include "loop.h"
#include "overflow.h"
#include "process.h"
#include "task.h"
#include "trace.h"

/* asyncio.run cancels what is left, and waits until it has ended. */
static void cancel_all_tasks(struct loop *loop)
{
	for (struct task *task = loop->tasks; task; task = task->next)
		task_cancel(task);
	while (loop->tasks) {
		struct task *task = loop->tasks;

		loop_run_until(loop, &task->future);
	}
}

async (void, shut_down_generators)
{
	async_generators_shut_down();
}

static void run_to_end(struct loop *loop, const void *object,
		       const struct coroutine_type *type)
{
	struct task *task = task_create_(object, type, NULL);

	loop_run_until(loop, &task->future);
}

static int status_of(struct task *main_task, bool result_is_status)
{
	int status;

	if (main_task->future.state == FUTURE_CANCELLED) {
		fputs("CancelledError\n", stderr);
		return 1;
	}
	if (main_task->future.exception) {
		main_task->future.retrieved = true;
		exception_print(main_task->future.exception);
		return 1;
	}
	memcpy(&status, main_task->result, sizeof status);
	return result_is_status ? status : 0;
}

static void close_down(struct loop *loop)
{
	struct shut_down_generators_coroutine closing = shut_down_generators();

	cancel_all_tasks(loop);
	if (loop->open_generators)
		run_to_end(loop, &closing, closing.type);
}

int async_run_(const void *object, const struct coroutine_type *type,
	       bool result_is_status)
{
	struct loop loop;
	struct task *main_task;
	int status;

	if (loop_current)
		raise (RuntimeError, "async_run() cannot be called from a "
				     "running event loop");
	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	overflow_watch();
	trace_begin();
	loop_begin(&loop);
	main_task = task_create_(object, type, NULL);
	loop_run_until(&loop, &main_task->future);
	close_down(&loop);
	fflush(stdout);
	status = status_of(main_task, result_is_status);
	task_release_all();
	processes_release_all();
	loop_end(&loop);
	trace_end();
	return status;
}
