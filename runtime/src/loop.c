#define _GNU_SOURCE
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "exception.h"
#include "interrupt.h"
#include "schedule.h"

#define NANOSECONDS INT64_C(1000000000)

_Thread_local struct loop *loop_current;

int64_t loop_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NANOSECONDS + now.tv_nsec;
}

/* As many as the threads of CPython's default executor; libuv looks at it when
 * it starts them. Before main: later, another thread might be reading the
 * environment, which must not change under it. */
__attribute__((constructor)) static void choose_number_of_threads(void)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	char number[24];

	snprintf(number, sizeof number, "%ld", processors < 28 ? processors + 4 : 32);
	setenv("UV_THREADPOOL_SIZE", number, 0);
}

/* A program may be begun without its standard streams. What is opened first would then
 * take their places: be printed to, and libuv ends a program that closes one of them. */
__attribute__((constructor)) static void open_standard_streams(void)
{
	for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
		if (fcntl(stream, F_GETFD) < 0 && open("/dev/null", O_RDWR) != stream)
			return;
}

uv_loop_t *loop_uv(void)
{
	struct loop *loop = loop_current;
	int code;

	if (loop->uv_begun)
		return &loop->uv;
	code = uv_loop_init(&loop->uv);
	if (code < 0)
		loop_raise_uv(code, "event loop");
	loop->uv_begun = true;
	return &loop->uv;
}

const struct exception_type *loop_uv_type(int code)
{
	switch (code) {
	case UV_ENOENT: return FileNotFoundError;
	case UV_EEXIST: return FileExistsError;
	case UV_EISDIR: return IsADirectoryError;
	case UV_ENOTDIR: return NotADirectoryError;
	case UV_EACCES:
	case UV_EPERM: return PermissionError;
	case UV_ENOMEM: return MemoryError;
	case UV_ESRCH: return ProcessLookupError;
	case UV_ETIMEDOUT: return TimeoutError;
	case UV_ECONNREFUSED: return ConnectionRefusedError;
	case UV_ECONNRESET: return ConnectionResetError;
	case UV_ECONNABORTED: return ConnectionAbortedError;
	case UV_EPIPE: return BrokenPipeError;
	default: return OSError;
	}
}

struct exception *loop_uv_error(int code, const char *what)
{
	struct exception *error = exception_new(
		loop_uv_type(code), what ? "[Errno %d] %s: '%s'" : "[Errno %d] %s", -code,
		strerror(-code), what);

	error->error_number = -code;
	return error;
}

_Noreturn void loop_raise_uv(int code, const char *what)
{
	exception_throw(loop_uv_error(code, what));
}

void loop_begin(struct loop *loop)
{
	*loop = (struct loop){
		.home = coroutine_of_thread(),
		.task_pool.size = sizeof(struct task),
		.schedule = schedule_from_environment(),
	};
	handle_queue_init(&loop->ready);
	handle_queue_init(&loop->turn);
	loop_current = loop;
}

static void close_uv_handle(uv_handle_t *handle, void *argument)
{
	(void)argument;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

void loop_end(struct loop *loop)
{
	if (loop->uv_begun) {
		uv_walk(&loop->uv, close_uv_handle, NULL);
		uv_run(&loop->uv, UV_RUN_DEFAULT);
		uv_loop_close(&loop->uv);
	}
	free(loop->timers.entries);
	pool_free(&loop->task_pool);
	loop_current = NULL;
}

void loop_call_soon(struct handle *handle)
{
	handle_queue_append(&loop_current->ready, handle);
}

/* How long a wait goes on after the deadline. Those who began to sleep in the same
 * breath so wake in the same turn, as with CPython, whose waits are of whole
 * milliseconds. And a time that has gone by is not less than what was slept when it
 * is computed from seconds since 1970: in a double these have steps of 240 ns. */
#define LATENESS 1000

/* How long to wait, in nanoseconds; negative: for libuv alone. */
static int64_t time_to_wait(struct loop *loop)
{
	int64_t deadline = timer_next_deadline(&loop->timers);
	int64_t left;

	if (!handle_queue_is_empty(&loop->ready))
		return 0;
	if (deadline == INT64_MAX)
		return -1;
	left = deadline - loop_now();
	return left > 0 ? left + LATENESS : 0;
}

/* libuv's own timers are not used, and uv_backend_fd is there to be waited on
 * by others (libuv: "Embedding"): so the wait is exact to the nanosecond.
 * uv_backend_timeout is 0 when libuv has something to run at once.
 * How long to wait is asked after libuv's callbacks: they may set a timer. */
static void wait_for_events(struct loop *loop)
{
	struct pollfd woken_by[] = {
		{ .fd = -1, .events = POLLIN }, /* libuv */
		{ .fd = -1, .events = POLLIN }, /* Ctrl-C */
	};
	struct timespec timeout;
	int64_t wait;

	if (loop->uv_begun && uv_loop_alive(&loop->uv)) {
		uv_run(&loop->uv, UV_RUN_NOWAIT);
		if (uv_backend_timeout(&loop->uv) == 0)
			return;
		woken_by[0].fd = uv_backend_fd(&loop->uv);
	}
	wait = time_to_wait(loop);
	if (wait == 0)
		return;
	timeout = (struct timespec){ wait / NANOSECONDS, wait % NANOSECONDS };
	if (loop->is_interruptible)
		woken_by[1].fd = interrupt_descriptor();
	ppoll(woken_by, 2, wait < 0 ? NULL : &timeout, NULL);
	if (woken_by[0].revents)
		uv_run(&loop->uv, UV_RUN_NOWAIT);
}

/* Deadlines that are no further apart than this are the same one. Who waits five
 * times 0.1 s comes some microseconds after who waits 0.5 s once, since each wait has
 * its lateness; that he does is no order to rely on. */
#define SAME_DEADLINE 50000

/* Of the same deadline, any may be the first; who is there a little early is taken
 * along. */
static void queue_due_shuffled(struct loop *loop, int64_t now)
{
	struct handle_queue same;
	struct timer *timer;

	handle_queue_init(&same);
	while ((timer = timer_take_due(&loop->timers, now)) != NULL) {
		int64_t last = timer->deadline + SAME_DEADLINE;

		do
			handle_queue_append(&same, &timer->fired);
		while ((timer = timer_take_due(&loop->timers, last)) != NULL);
		schedule_shuffle(&loop->schedule, &same);
		handle_queue_append_all(&loop->ready, &same);
	}
}

static void queue_due_timers(struct loop *loop)
{
	int64_t now;
	struct timer *timer;

	if (loop->timers.count == 0)
		return;
	now = loop_now();
	if (loop->schedule)
		queue_due_shuffled(loop, now);
	while ((timer = timer_take_due(&loop->timers, now)) != NULL)
		handle_queue_append(&loop->ready, &timer->fired);
}

static void take_turn(struct loop *loop)
{
	struct handle *handle;

	wait_for_events(loop);
	if (interrupt_is_due() && loop->is_interruptible)
		interrupt_take();
	queue_due_timers(loop);
	if (loop->schedule)
		schedule_turn(&loop->schedule, &loop->ready, &loop->turn);
	else
		handle_queue_append_all(&loop->turn, &loop->ready);
	while ((handle = handle_queue_take(&loop->turn)) != NULL)
		handle->run(handle);
}

bool loop_begin_turn(struct loop *loop)
{
	if (loop->is_stopping || loop->uv_begun || loop->timers.count > 0 ||
	    loop->schedule || interrupt_is_due() || handle_queue_is_empty(&loop->ready))
		return false;
	handle_queue_append_all(&loop->turn, &loop->ready);
	return true;
}

static void stop(struct handle *handle)
{
	(void)handle;
	loop_current->is_stopping = true;
}

void loop_run_until(struct loop *loop, struct future *future)
{
	struct handle handle = { .run = stop };

	future_add_waiter(future, &handle);
	for (loop->is_stopping = false; !loop->is_stopping;)
		take_turn(loop);
}
