#include <async/time.h>

#include <stdbool.h>
#include <stdlib.h>

#include "alarm.h"
#include "exception.h"
#include "loop.h"
#include "task.h"

#include "socket_watch.h"

struct watch {
	uv_poll_t uv;
	struct future happened; /* of watch_wait */
	void (*function)(void *);
	void *argument; /* of watch_call */
	bool has_happened;
};

static void free_watch(uv_handle_t *uv)
{
	free(uv);
}

struct watch *watch_new(int descriptor)
{
	struct watch *watch = calloc(1, sizeof *watch);
	int code;

	if (!watch)
		raise (MemoryError, "no room to watch a socket");
	code = uv_poll_init(loop_uv(), &watch->uv, descriptor);
	if (code < 0) {
		free(watch);
		loop_raise_uv(code, "socket");
	}
	return watch;
}

void watch_close(struct watch *watch)
{
	if (watch)
		uv_close((uv_handle_t *)&watch->uv, free_watch);
}

/* An error is for who reads or writes to find. */
static void tell(uv_poll_t *uv, int status, int events)
{
	struct watch *watch = (struct watch *)uv;

	(void)status;
	(void)events;
	uv_poll_stop(uv);
	watch->has_happened = true;
	future_set_result(&watch->happened);
}

static void start(struct watch *watch, int events, uv_poll_cb callback)
{
	int code = uv_poll_start(&watch->uv, events, callback);

	if (code < 0)
		loop_raise_uv(code, "socket");
}

bool watch_wait(struct watch *watch, int events, double seconds)
{
	struct alarm alarm;
	struct exception *cancelled;

	watch->has_happened = false;
	future_init(&watch->happened);
	start(watch, events, tell);
	alarm_set(&alarm, &watch->happened, seconds);
	cancelled = future_wait_caught(&watch->happened);
	alarm_cancel(&alarm);
	uv_poll_stop(&watch->uv);
	if (cancelled)
		exception_pass_on(cancelled);
	return watch->has_happened;
}

static void call(uv_poll_t *uv, int status, int events)
{
	struct watch *watch = (struct watch *)uv;

	(void)status;
	(void)events;
	uv_poll_stop(uv);
	watch->function(watch->argument);
}

void watch_call(struct watch *watch, int events, void (*function)(void *), void *argument)
{
	watch->function = function;
	watch->argument = argument;
	start(watch, events, call);
}
