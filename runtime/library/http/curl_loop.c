#include "curl_loop.h"

#include <pthread.h>
#include <stdlib.h>

#include "exception.h"

/* A socket that libcurl waits for; freed when libuv has let go of it. */
struct watched {
	uv_poll_t uv;
	struct handle happened;
	struct curl_loop *loop;
	curl_socket_t socket;
	int events; /* CURL_CSELECT_…, that have happened */
};

static void tell_of_ends(struct curl_loop *loop)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(loop->multi, &left)))
		if (message->msg == CURLMSG_DONE)
			loop->ended(message->easy_handle, message->data.result);
}

static void act(struct curl_loop *loop, curl_socket_t socket, int events)
{
	int running;

	curl_multi_socket_action(loop->multi, socket, events, &running);
	tell_of_ends(loop);
}

/* ---- sockets ---- */

static void take_effect(struct handle *handle)
{
	struct watched *watched =
		(struct watched *)((char *)handle - offsetof(struct watched, happened));
	int events = watched->events;

	watched->events = 0;
	act(watched->loop, watched->socket, events);
}

static void on_events(uv_poll_t *uv, int status, int events)
{
	struct watched *watched = uv->data;

	if (status < 0)
		watched->events |= CURL_CSELECT_ERR;
	if (events & UV_READABLE)
		watched->events |= CURL_CSELECT_IN;
	if (events & UV_WRITABLE)
		watched->events |= CURL_CSELECT_OUT;
	if (!handle_is_queued(&watched->happened))
		loop_call_soon(&watched->happened);
}

static void free_watched(uv_handle_t *uv)
{
	free(uv->data);
}

static struct watched *new_watched(struct curl_loop *loop, curl_socket_t socket)
{
	struct watched *watched = calloc(1, sizeof *watched);

	if (!watched)
		return NULL;
	watched->loop = loop;
	watched->socket = socket;
	watched->happened.run = take_effect;
	if (uv_poll_init_socket(&loop_current->uv, &watched->uv, socket) < 0) {
		free(watched);
		return NULL;
	}
	watched->uv.data = watched;
	curl_multi_assign(loop->multi, socket, watched);
	return watched;
}

static int stop_watching(struct watched *watched)
{
	if (watched) {
		handle_remove(&watched->happened);
		uv_close((uv_handle_t *)&watched->uv, free_watched);
	}
	return 0;
}

/* CURLMOPT_SOCKETFUNCTION. Nothing may be raised through libcurl: -1 tells it that
 * this failed. */
static int watch(CURL *easy, curl_socket_t socket, int what, void *context, void *known)
{
	struct watched *watched = known;
	int events = 0;

	(void)easy;
	if (what == CURL_POLL_REMOVE)
		return stop_watching(watched);
	if (!watched)
		watched = new_watched(context, socket);
	if (!watched)
		return -1;
	if (what & CURL_POLL_IN)
		events |= UV_READABLE;
	if (what & CURL_POLL_OUT)
		events |= UV_WRITABLE;
	return uv_poll_start(&watched->uv, events, on_events) < 0 ? -1 : 0;
}

/* ---- time ---- */

static void on_time(struct handle *handle)
{
	struct curl_loop *loop =
		(struct curl_loop *)((char *)handle -
				     offsetof(struct curl_loop, timer.fired));

	act(loop, CURL_SOCKET_TIMEOUT, 0);
}

struct alarm_clock {
	struct curl_loop *loop;
	long milliseconds;
};

static void set_timer(void *argument)
{
	const struct alarm_clock *clock = argument;

	timer_set(&clock->loop->timer,
		  loop_now() + clock->milliseconds * INT64_C(1000000), on_time);
}

/* CURLMOPT_TIMERFUNCTION: in so many milliseconds, in place of what was said before;
 * -1: never. */
static int tell_time(CURLM *multi, long milliseconds, void *context)
{
	struct curl_loop *loop = context;
	struct alarm_clock clock = { loop, milliseconds };
	struct exception *raised = NULL;

	(void)multi;
	timer_cancel(&loop->timer);
	if (milliseconds == 0) {
		loop->timer.fired.run = on_time;
		loop_call_soon(&loop->timer.fired);
	} else if (milliseconds > 0) {
		raised = exception_caught(set_timer, &clock);
		exception_release(raised);
	}
	return raised ? -1 : 0;
}

/* ---- its life ---- */

static CURLcode library_begun;

static void begin_library(void)
{
	library_begun = curl_global_init(CURL_GLOBAL_DEFAULT);
}

void curl_loop_begin(struct curl_loop *loop, void (*ended)(CURL *, CURLcode))
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, begin_library);
	if (library_begun != CURLE_OK)
		raise(RuntimeError, "libcurl: %s", curl_easy_strerror(library_begun));
	loop_uv();
	*loop = (struct curl_loop){ .ended = ended, .timer.index = TIMER_IDLE };
	loop->multi = curl_multi_init();
	if (!loop->multi)
		raise(MemoryError, "no room for a session");
	curl_multi_setopt(loop->multi, CURLMOPT_SOCKETFUNCTION, watch);
	curl_multi_setopt(loop->multi, CURLMOPT_SOCKETDATA, loop);
	curl_multi_setopt(loop->multi, CURLMOPT_TIMERFUNCTION, tell_time);
	curl_multi_setopt(loop->multi, CURLMOPT_TIMERDATA, loop);
}

void curl_loop_end(struct curl_loop *loop)
{
	curl_multi_cleanup(loop->multi);
	timer_cancel(&loop->timer);
	loop->multi = NULL;
}
