#include <async/server.h>

#include <stdio.h>
#include <stdlib.h>

#include <async/report.h>

#include "address.h"
#include "exception.h"
#include "stream.h"
#include "task.h"

#define BACKLOG 100

/* From the accept to the handler's first step, as in CPython: the socket gets its
 * transport, the transport its stream, the stream its task. */
#define TURNS_UNTIL_TASK 3

struct listener {
	struct server server; /* what the program sees of it */
	uv_tcp_t uv;
	struct kept kept;
	struct stream_handler handler;
	struct waiting_line closers; /* who wait until it is closed */
	bool is_closed;
	bool is_freeable; /* libuv has no more to do with it */
	bool is_over;     /* nor has the program */
};

/* ---- a connection ---- */

static void on_handled(struct handle *handle)
{
	stream_release(CONTAINER(handle, struct stream, handled));
}

static void create_handler_task(void *argument)
{
	struct stream *stream = argument;
	struct stream_handler handler = stream->listener->handler;
	struct task *task;

	handler.object[handler.size / sizeof(void *) - 1] = stream;
	task = task_create_(handler.object, handler.type, handler.size, 0, NULL);
	stream->handled.run = on_handled;
	future_add_waiter(&task->future, &stream->handled);
	future_release(&task->future);
}

static void begin_connection(struct stream *stream)
{
	struct exception *raised;

	stream_begin(stream);
	raised = exception_caught(create_handler_task, stream);
	if (!raised)
		return;
	call_exception_handler(&(struct exception_context){
		.message = "no task for a connection",
		.exception = raised,
	});
	exception_release(raised);
	stream_release(stream);
}

static void take_step(struct handle *handle)
{
	struct stream *stream = CONTAINER(handle, struct stream, accepted);

	if (--stream->turns_until_task > 0)
		loop_call_soon(&stream->accepted);
	else if (stream->listener->is_closed)
		stream_release(stream);
	else
		begin_connection(stream);
}

/* One that cannot be accepted is tried again when the next one comes. */
static void on_connection(uv_stream_t *uv, int code)
{
	struct stream *stream = code < 0 ? NULL : stream_new(&code);

	if (!stream)
		return;
	if (uv_accept(uv, (uv_stream_t *)&stream->uv) < 0) {
		stream_release(stream);
		return;
	}
	stream->listener = uv->data;
	stream->accepted.run = take_step;
	stream->turns_until_task = TURNS_UNTIL_TASK;
	loop_call_soon(&stream->accepted);
}

/* ---- the server ---- */

static void free_if_done_with(struct listener *listener)
{
	if (listener->is_freeable && listener->is_over)
		free(listener);
}

static void on_closed(uv_handle_t *uv)
{
	struct listener *listener = uv->data;

	listener->is_freeable = true;
	free_if_done_with(listener);
}

static struct listener *listener_of(struct server *server)
{
	return CONTAINER(server, struct listener, server);
}

void server_close(struct server *server)
{
	struct listener *listener = listener_of(server);

	if (listener->is_closed)
		return;
	listener->is_closed = true;
	while (line_wake_first(&listener->closers))
		continue;
	uv_close((uv_handle_t *)&listener->uv, on_closed);
}

static void end_with_loop(struct kept *kept)
{
	struct listener *listener = CONTAINER(kept, struct listener, kept);

	server_close(&listener->server);
	listener->is_over = true;
	free_if_done_with(listener);
}

static struct listener *new_listener(struct stream_handler handler)
{
	struct listener *listener = calloc(1, sizeof *listener);
	int code;

	if (!listener)
		raise (MemoryError, "no room for a server");
	listener->handler = handler;
	code = uv_tcp_init(loop_uv(), &listener->uv);
	if (code < 0) {
		free(listener);
		loop_raise_uv(code, "server");
	}
	listener->uv.data = listener;
	kept_add(&listener->kept, end_with_loop);
	return listener;
}

static int port_of(const uv_tcp_t *uv)
{
	struct sockaddr_storage address = { 0 };
	int size = sizeof address;

	uv_tcp_getsockname(uv, (struct sockaddr *)&address, &size);
	return ntohs(address.ss_family == AF_INET6
			     ? ((struct sockaddr_in6 *)&address)->sin6_port
			     : ((struct sockaddr_in *)&address)->sin_port);
}

static void listen_at(struct listener *listener, const struct sockaddr *address)
{
	struct exception *error;
	char name[80];
	int code = uv_tcp_bind(&listener->uv, address, 0);

	if (code == 0)
		code = uv_listen((uv_stream_t *)&listener->uv, BACKLOG, on_connection);
	listener->server.port = port_of(&listener->uv);
	if (code == 0)
		return;
	server_close(&listener->server);
	address_format(address, name, sizeof name);
	error = exception_new(
		loop_uv_type(code),
		"[Errno %d] error while attempting to bind on address %s: %s", -code,
		name, uv_strerror(code));
	error->error_number = -code;
	exception_throw(error);
}

/* CPython gathers the addresses of a list of hosts: a task for each. */
static void gather_turns(void)
{
	for (int turn = 0; turn < 3; turn++)
		task_yield_turn();
}

async_define (struct server *, server_start, (struct stream_handler, handler),
	     (const char *, host), (int, port))
{
	struct addresses addresses;
	struct listener *volatile listener = NULL;

	addresses_find(&addresses, host ? host : "0.0.0.0", port);
	try {
		gather_turns();
		listener = new_listener(handler);
		listen_at(listener, addresses.first->ai_addr);
	} finally {
		addresses_free(&addresses);
	} end_try
	try {
		task_yield_turn();
	} except (BaseException) {
		server_close(&listener->server);
		raise ();
	} end_try
	return &listener->server;
}

async_define (struct server *, server_start_on, (struct stream_handler, handler),
	     (int, descriptor))
{
	struct listener *listener = new_listener(handler);
	int code = uv_tcp_open(&listener->uv, descriptor);

	if (code == 0)
		code = uv_listen((uv_stream_t *)&listener->uv, BACKLOG, on_connection);
	if (code < 0) {
		server_close(&listener->server);
		loop_raise_uv(code, "socket to listen on");
	}
	listener->server.port = port_of(&listener->uv);
	task_yield_turn();
	return &listener->server;
}

/* ---- waiting for its end ---- */

static void wait_for_close(struct server *server)
{
	struct waiter waiter;
	struct exception *cancelled;

	if (listener_of(server)->is_closed)
		return;
	cancelled = line_wait(&listener_of(server)->closers, &waiter);
	if (cancelled)
		exception_pass_on(cancelled);
}

async_define (void, server_wait_closed, (struct server *, server))
{
	wait_for_close(server);
}

async_define (void, server_serve_forever, (struct server *, server))
{
	if (listener_of(server)->is_closed)
		raise (RuntimeError, "server is closed");
	try {
		wait_for_close(server);
	} finally {
		server_close(server);
	} end_try
	raise (CancelledError);
}

async_define (struct server *, server_serving_aenter, (struct server *, server))
{
	return server;
}

async_define (void, server_serving_aexit, (struct server *, server),
	     (struct exception *, exception))
{
	(void)exception;
	server_close(server);
}
