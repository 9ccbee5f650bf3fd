#define _GNU_SOURCE
#include "loop.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <time.h>

#define NANOSECONDS INT64_C(1000000000)

_Thread_local struct loop *loop_current;

int64_t loop_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NANOSECONDS + now.tv_nsec;
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

static const struct exception_type *type_of_uv(int code)
{
	switch (code) {
	case UV_ENOENT:
		return FileNotFoundError;
	case UV_EEXIST:
		return FileExistsError;
	case UV_EACCES:
	case UV_EPERM:
		return PermissionError;
	case UV_ENOMEM:
		return MemoryError;
	case UV_ESRCH:
		return ProcessLookupError;
	case UV_ETIMEDOUT:
		return TimeoutError;
	case UV_ECONNREFUSED:
	case UV_ECONNRESET:
	case UV_ECONNABORTED:
	case UV_EPIPE:
		return ConnectionError;
	default:
		return OSError;
	}
}

_Noreturn void loop_raise_uv(int code, const char *what)
{
	raise (type_of_uv(code), "[Errno %d] %s: '%s'", -code,
	       uv_strerror(code), what);
}

void loop_begin(struct loop *loop)
{
	*loop = (struct loop){ .home = coroutine_current };
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
	loop_current = NULL;
}

void loop_call_soon(struct handle *handle)
{
	handle_queue_append(&loop_current->ready, handle);
}

/* How long to wait, in nanoseconds; negative: for libuv alone. */
static int64_t time_to_wait(struct loop *loop)
{
	int64_t deadline = timer_next_deadline(&loop->timers);
	int64_t left;

	if (loop->ready.first)
		return 0;
	if (deadline == INT64_MAX)
		return -1;
	left = deadline - loop_now();
	return left > 0 ? left : 0;
}

/* libuv's own timers are not used, and uv_backend_fd is there to be waited on
 * by others (libuv: "Embedding"): so the wait is exact to the nanosecond.
 * uv_backend_timeout is 0 when libuv has something to run at once. */
static void wait_for_events(struct loop *loop, int64_t wait)
{
	struct pollfd backend = { .fd = -1, .events = POLLIN };
	struct timespec timeout = { wait / NANOSECONDS, wait % NANOSECONDS };
	bool alive = loop->uv_begun && uv_loop_alive(&loop->uv);

	if (alive) {
		uv_run(&loop->uv, UV_RUN_NOWAIT);
		if (loop->ready.first || uv_backend_timeout(&loop->uv) == 0)
			return;
		backend.fd = uv_backend_fd(&loop->uv);
	}
	if (wait == 0)
		return;
	if (ppoll(&backend, 1, wait < 0 ? NULL : &timeout, NULL) > 0)
		uv_run(&loop->uv, UV_RUN_NOWAIT);
}

static void queue_due_timers(struct loop *loop)
{
	int64_t now;
	struct timer *timer;

	if (loop->timers.count == 0)
		return;
	now = loop_now();
	while ((timer = timer_take_due(&loop->timers, now)) != NULL)
		handle_queue_append(&loop->ready, &timer->fired);
}

static void take_turn(struct loop *loop)
{
	struct handle *handle;

	wait_for_events(loop, time_to_wait(loop));
	queue_due_timers(loop);
	handle_queue_append_all(&loop->turn, &loop->ready);
	while ((handle = loop->turn.first) != NULL) {
		loop->turn.first = handle->next;
		handle->run(handle);
	}
}

void loop_run_until(struct loop *loop, const struct future *future)
{
	while (future->state == FUTURE_PENDING)
		take_turn(loop);
}
