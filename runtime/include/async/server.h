/*
 * Servers: a task for each connection (asyncio.start_server).
 *
 *	async (void, echo, (struct stream *, stream))
 *	{
 *		char *line;
 *
 *		while ((line = await (stream_readline(stream)))) {
 *			stream_write(stream, line);
 *			await (stream_drain(stream));
 *		}
 *	}
 *
 *	struct server *server = await (start_server(echo, "127.0.0.1", 0));
 *
 *	async_with (server) {
 *		printf("at port %d\n", server->port);
 *		await (server_serve_forever(server));
 *	} end_with
 *
 * The handler's stream is closed when the handler ends, however it does, and must not
 * be used by others after that.
 */
#ifndef ASYNC_SERVER_H
#define ASYNC_SERVER_H

#include "context_manager.h"
#include "stream.h"

struct server {
	int port; /* at which it listens */
};

/*
 * start_server (handler, host, port): listens at the first address of the host; NULL:
 * at all IPv4 addresses of this machine. The port may be 0: any that is free.
 * start_method_server (self, handler, host, port) is for a handler that is a method:
 * `async (void, handler, (struct site *, self), (struct stream *, stream))`.
 *
 * start_server_on (handler, descriptor) and start_method_server_on (self, handler,
 * descriptor) listen on a socket that is bound to its address already, or listens
 * (start_server's sock=); they take it over. So another process can know the port
 * before this one has begun.
 *
 * All are awaited, and take some turns of the loop. They raise OSError or one of its
 * kinds if the address cannot be had (uv_tcp_bind, uv_listen), gaierror if there is no
 * such host. The server is good until the end of async_run.
 *
 * A handler that raises is reported, as any task is that nobody looks at.
 */
#define start_server(handler, host, port)                               \
	server_start(ASYNC_HANDLER_(handler((struct stream *)0)), (host), (port))
#define start_method_server(self, handler, host, port)                  \
	server_start(ASYNC_HANDLER_(handler((self), (struct stream *)0)), \
		     (host), (port))

#define start_server_on(handler, descriptor)                            \
	server_start_on(ASYNC_HANDLER_(handler((struct stream *)0)), (descriptor))
#define start_method_server_on(self, handler, descriptor)               \
	server_start_on(ASYNC_HANDLER_(handler((self), (struct stream *)0)), \
			(descriptor))

/* close(): no more connections. Those that are there go on, as do their tasks (Python
 * 3.11); the end of async_run cancels them, as all others. May be called again. */
void server_close(struct server *);

/* wait_closed(): suspends until server_close was called; does not wait for the
 * handlers (Python 3.11). */
async_declare(void, server_wait_closed, (struct server *, server));

/* serve_forever(): suspends until the task is cancelled, and closes the server then;
 * raises CancelledError also when the server is closed. RuntimeError if it was closed
 * before. */
async_declare(void, server_serve_forever, (struct server *, server));

/* What async_with makes of a struct server *: it is closed at the end. */
async_declare(struct server *, server_serving_aenter, (struct server *, server));
async_declare(void, server_serving_aexit, (struct server *, server),
	      (struct exception *, exception));
async_context_manager (server_serving, struct server *);

/*
 * A coroutine object of the handler, as await.h has it, in which only the stream is
 * not yet set. It is the last argument, so it stands at the end of the object: from
 * this one, a task's own is made for each connection.
 */
struct stream_handler {
	const struct coroutine_type *type;
	size_t size;            /* of the object */
	void *object[4];        /* its bytes: run, type, [self,] stream */
};

#define ASYNC_HANDLER_(coroutine)                                       \
	({                                                              \
		__auto_type object_ = (coroutine);                      \
		_Static_assert(ASYNC_IS_VOID(ASYNC_RESULT_OF_(object_)), \
			       "a server's handler gives nothing: async (void, ...)"); \
		_Static_assert(sizeof(object_) <= 4 * sizeof(void *) && \
			       sizeof(object_) % sizeof(void *) == 0,   \
			       "self is to be a pointer");              \
		struct stream_handler handler_ = {                      \
			.type = object_.type,                           \
			.size = sizeof(object_),                        \
		};                                                      \
		__builtin_memcpy(handler_.object, &object_, sizeof(object_));     \
		handler_;                                               \
	})

async_declare(struct server *, server_start, (struct stream_handler, handler),
	      (const char *, host), (int, port));
async_declare(struct server *, server_start_on, (struct stream_handler, handler),
	      (int, descriptor));

#endif
