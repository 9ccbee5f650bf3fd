#include "process.h"

#include <signal.h>
#include <stdlib.h>

#include "exception.h"
#include "loop.h"

struct process {
	uv_process_t uv;
	struct future ended;
	int status;           /* exit status, or minus the signal */
	int error;            /* of uv_spawn: then there is no process */
	struct process *next; /* of the loop's */
};

static void on_exit_of_process(uv_process_t *uv, int64_t status, int signal)
{
	struct process *process = uv->data;

	process->status = signal ? -signal : (int)status;
	future_set_result(&process->ended);
}

/* The three standard streams are ours as they are. */
static int spawn(struct process *process, char *const *arguments)
{
	uv_stdio_container_t streams[3];
	uv_process_options_t options = {
		.exit_cb = on_exit_of_process,
		.file = arguments[0],
		.args = (char **)arguments,
		.stdio_count = 3,
		.stdio = streams,
	};

	for (int i = 0; i < 3; i++) {
		streams[i].flags = UV_INHERIT_FD;
		streams[i].data.fd = i;
	}
	return uv_spawn(loop_uv(), &process->uv, &options);
}

async_define(struct process *, subprocess_start, (char *const *, arguments))
{
	struct process *process;
	int code;

	loop_uv();
	process = calloc(1, sizeof *process);
	if (!process)
		raise(MemoryError, "no room for process '%s'", arguments[0]);
	process->uv.data = process;
	future_init(&process->ended);
	process->next = loop_current->processes;
	loop_current->processes = process;
	code = spawn(process, arguments);
	if (code < 0)
		loop_raise_uv(code, arguments[0]);
	return process;
}

/* Several may wait for one process; none of them may cancel its end. */
struct wait_for_end {
	struct handle ended;
	struct future future;
};

static void tell(struct handle *ended)
{
	struct wait_for_end *wait =
		(struct wait_for_end *)((char *)ended -
					offsetof(struct wait_for_end, ended));

	future_set_result(&wait->future);
}

async_define(int, process_wait, (struct process *, process))
{
	struct wait_for_end wait = { .ended.run = tell };

	if (process->ended.state != FUTURE_PENDING)
		return process->status;
	future_init(&wait.future);
	future_add_waiter(&process->ended, &wait.ended);
	try {
		future_wait(&wait.future, NULL);
	}
	except (BaseException, e) {
		future_remove_waiter(&wait.ended);
		raise();
	}
	end_try
	return process->status;
}

void process_send_signal(struct process *process, int signal_number)
{
	int code = UV_ESRCH;

	if (process->ended.state == FUTURE_PENDING)
		code = uv_process_kill(&process->uv, signal_number);
	if (code < 0)
		loop_raise_uv(code, "signal to a process that has ended");
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
	return (int)process->uv.pid;
}

static void free_process(uv_handle_t *handle)
{
	free(handle->data);
}

void processes_release_all(void)
{
	struct process *next;

	for (struct process *process = loop_current->processes; process; process = next) {
		next = process->next;
		if (uv_is_closing((uv_handle_t *)&process->uv))
			continue;
		uv_close((uv_handle_t *)&process->uv, free_process);
	}
	loop_current->processes = NULL;
}
