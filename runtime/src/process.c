/* Starting a program, and its end. Its pipes: process_pipes.c. */
#include "process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <async/subprocess.h>

#include "alarm.h"
#include "exception.h"
#include "task.h"

static struct child *child_of(struct process *process)
{
	return CONTAINER(process, struct child, process);
}

/* ---- its life ---- */

static void free_child(uv_handle_t *uv)
{
	free(uv->data);
}

static void release_stream(struct stream **stream)
{
	if (*stream)
		stream_release(*stream);
	*stream = NULL;
}

static void release_streams(struct process *process)
{
	release_stream(&process->stdin);
	release_stream(&process->stdout);
	release_stream(&process->stderr);
}

/* At the end of the loop, the streams have been freed already. */
static void end_with_loop(struct kept *kept)
{
	struct child *child = CONTAINER(kept, struct child, kept);

	uv_close((uv_handle_t *)&child->uv, free_child);
}

static void release(struct child *child)
{
	release_streams(&child->process);
	kept_remove(&child->kept);
	uv_close((uv_handle_t *)&child->uv, free_child);
}

/* ---- its beginning ---- */

static void on_end(uv_process_t *uv, int64_t status, int signal)
{
	struct child *child = uv->data;

	child->process.has_ended = true;
	child->process.returncode = signal ? -signal : (int)status;
	future_set_result(&child->ended);
}

/* uv_spawn does not say whether there is no such program or no such folder. */
static int error_of_folder(const char *folder)
{
	struct stat status;

	if (stat(folder, &status) < 0)
		return -errno;
	if (!S_ISDIR(status.st_mode))
		return UV_ENOTDIR;
	return access(folder, X_OK) < 0 ? -errno : 0;
}

static _Noreturn void raise_not_started(const struct subprocess_options *options,
					const char *program, int code)
{
	int error = options->cwd ? error_of_folder(options->cwd) : 0;

	if (error < 0)
		loop_raise_uv(error, options->cwd);
	loop_raise_uv(code, program);
}

static int spawn(struct child *child, const struct subprocess_options *options,
		 const char *const *arguments)
{
	uv_stdio_container_t streams[3];
	uv_process_options_t uv_options = {
		.exit_cb = on_end,
		.file = arguments[0],
		.args = (char **)arguments,
		.env = (char **)options->env,
		.cwd = options->cwd,
		.flags = options->start_new_session ? UV_PROCESS_DETACHED : 0,
		.stdio_count = 3,
		.stdio = streams,
	};

	for (int i = 0; i < 3; i++) {
		streams[i].flags = UV_INHERIT_FD;
		streams[i].data.fd = child->theirs[i].descriptor;
	}
	return uv_spawn(loop_uv(), &child->uv, &uv_options);
}

static struct child *new_child(const struct subprocess_options *options,
			       const char *program)
{
	struct child *child = calloc(1, sizeof *child);

	if (!child)
		raise (MemoryError, "no room for process '%s'", program);
	child->uv.data = child;
	child->grace = options->grace > 0 ? options->grace : SUBPROCESS_GRACE;
	child->leads_session = options->start_new_session;
	future_init(&child->ended);
	return child;
}

/* Gives libuv's error code. */
static int start(struct child *child, const struct subprocess_options *options,
		 const char *const *arguments)
{
	int code = child_open_pipes(child, options);

	if (code < 0) {
		release_streams(&child->process);
		free(child);
		return code;
	}
	code = spawn(child, options, arguments);
	child->process.pid = child->uv.pid;
	child_close_theirs(child);
	kept_add(&child->kept, end_with_loop);
	if (code < 0)
		release(child);
	return code;
}

async_define (struct process *, subprocess_start, (struct subprocess_options, options))
{
	const char *const *arguments = options.argv ? options.argv : options.arguments;
	struct child *child;
	int code;

	if (!arguments[0])
		raise (ValueError, "a program to be run must be named");
	loop_uv();
	child = new_child(&options, arguments[0]);
	code = start(child, &options, arguments);
	if (code < 0)
		raise_not_started(&options, arguments[0], code);
	return &child->process;
}

/* ---- signals ---- */

void process_send_signal(struct process *process, int signal_number)
{
	int code = UV_ESRCH;

	if (!process->has_ended)
		code = uv_process_kill(&child_of(process)->uv, signal_number);
	if (code < 0)
		loop_raise_uv(code, NULL);
}

void process_terminate(struct process *process)
{
	process_send_signal(process, SIGTERM);
}

void process_kill(struct process *process)
{
	process_send_signal(process, SIGKILL);
}

int process_id(const struct process *process)
{
	return process->pid;
}

/* ---- waiting for its end ---- */

/* Several may wait for one process; none of them may cancel its end. */
struct wait_for_end {
	struct handle ended;
	struct future future;
};

static void tell(struct handle *ended)
{
	future_set_result(&CONTAINER(ended, struct wait_for_end, ended)->future);
}

/* For so many seconds at most. Gives the CancelledError that came instead, owned, or
 * NULL. */
static struct exception *wait_for_end(struct child *child, double seconds)
{
	struct wait_for_end wait = { .ended.run = tell };
	struct exception *cancelled;
	struct alarm alarm;

	if (child->process.has_ended)
		return NULL;
	future_init(&wait.future);
	future_add_waiter(&child->ended, &wait.ended);
	alarm_set(&alarm, &wait.future, seconds);
	cancelled = future_wait_caught(&wait.future);
	alarm_cancel(&alarm);
	future_remove_waiter(&wait.ended);
	return cancelled;
}

async_define (int, process_wait, (struct process *, process))
{
	struct exception *cancelled = wait_for_end(child_of(process), FOREVER);

	if (cancelled)
		exception_pass_on(cancelled);
	return process->returncode;
}

/* ---- the block ---- */

static void signal_all(const struct child *child, int signal_number)
{
	uv_kill(child->leads_session ? -child->uv.pid : child->uv.pid, signal_number);
}

/* Asks it, and then does not ask any more. Gives the CancelledError that came meanwhile,
 * owned, or NULL. */
static struct exception *end_child(struct child *child)
{
	struct exception *cancelled = NULL, *again;

	if (!child->process.has_ended) {
		signal_all(child, SIGTERM);
		cancelled = wait_for_end(child, child->grace);
	}
	while (!child->process.has_ended) {
		signal_all(child, SIGKILL);
		again = wait_for_end(child, FOREVER);
		exception_release(cancelled ? again : NULL);
		cancelled = cancelled ? cancelled : again;
	}
	if (child->leads_session)
		signal_all(child, SIGKILL);
	return cancelled;
}

async_define (struct process *, process_scope_aenter, (struct process *, process))
{
	return process;
}

async_define (void, process_scope_aexit, (struct process *, process),
	     (struct exception *, exception))
{
	struct child *child = child_of(process);
	struct exception *cancelled = end_child(child);

	release(child);
	if (cancelled)
		exception_pass_on(cancelled);
}
