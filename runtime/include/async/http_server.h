/*
 * An HTTP server (aiohttp.web), on the streams of the runtime and Debian's http-parser:
 * HTTP/1.1, connections that stay open, a task for each.
 *
 *	async (void, answer, (struct http_exchange *, exchange))
 *	{
 *		const char *name = exchange_query(exchange, "name");
 *
 *		await (async_sleep(0.2));
 *		await (exchange_answer(exchange, 200, "text/plain", name ? name : "you"));
 *	}
 *
 *	async_with (server, http_server(answer, "127.0.0.1", 0)) {
 *		printf("at port %d\n", http_server_port(server));
 *		await (http_server_serve_forever(server));
 *	} end_with
 *
 * For practice and for tests, on one's own machine: no TLS, bodies of a mebibyte at
 * most. Of what a client sends, nothing is taken on trust: what is no HTTP is answered
 * with 400, what is too long with 413 or 431, and then the connection is closed.
 *
 * A header of the part «http» of the runtime.
 */
#ifndef ASYNC_HTTP_SERVER_H
#define ASYNC_HTTP_SERVER_H

#include <stddef.h>

#include "../async.h"

/* ---- a request, and its answer ---- */

/* All texts are the exchange's: good until the handler ends. */
struct http_exchange {
	const char *method; /* "GET" */
	const char *target; /* as it was asked for: "/items?page=2" */
	const char *path;   /* without the query, and decoded: "/items" */
	const char *body;   /* never NULL; behind it stands a NUL */
	size_t length;      /* of the body */
	int connection;     /* on which it came; the first is 1 */
	int request;        /* of the server's; the first is 1 */
};

/* A field of the query, decoded, or a header, whatever its case; NULL: there is
 * none. */
const char *exchange_query(const struct http_exchange *, const char *name);
const char *exchange_header(const struct http_exchange *, const char *name);

/* A header of the answer; before it begins. Raises MemoryError, ValueError for what is
 * none, RuntimeError if the answer has begun. */
void exchange_set_header(struct http_exchange *, const char *name, const char *value);

/* The whole answer. Suspends as stream_drain does; raises ConnectionResetError or
 * another OSError if the client has gone. A handler that gives none: 500. */
async_declare(void, exchange_answer, (struct http_exchange *, exchange), (int, status),
	      (const char *, type), (const char *, text));
async_declare(void, exchange_answer_bytes, (struct http_exchange *, exchange),
	      (int, status), (const char *, type), (const void *, data),
	      (size_t, length));

/* An answer piece by piece: its end is that of the handler. A length that was promised
 * and not kept breaks the connection off, since the client cannot be told otherwise;
 * with -1 there is none, and pieces tell their own (Transfer-Encoding: chunked). */
async_declare(void, exchange_begin, (struct http_exchange *, exchange), (int, status),
	      (const char *, type), (long long, length));
async_declare(void, exchange_send, (struct http_exchange *, exchange),
	      (const void *, data), (size_t, length));

/* Suspends until the client has closed the connection, or the server does. */
async_declare(void, exchange_wait_until_gone, (struct http_exchange *, exchange));

/* Closes the connection when the handler ends, whatever was sent. */
void exchange_break_off(struct http_exchange *);

/* ---- a server ---- */

struct http_server;

/* http_server (handler, host, port): a manager; port 0: any that is free. Entering
 * suspends and raises as start_server does; leaving closes the server and all its
 * connections. http_method_server is for a handler that is a method, http_server_on
 * and http_method_server_on listen on a socket that is bound already, and take it over
 * (start_server's sock=). A handler that raises is reported, and the client told 500. */
#define http_server(handler, host, port)                                \
	http_service(http_server_new_(HTTP_HANDLER_(handler), (host), (port), -1))
#define http_method_server(self, handler, host, port)                   \
	http_service(http_server_new_(HTTP_METHOD_((self), handler), (host), (port), -1))
#define http_server_on(handler, descriptor)                             \
	http_service(http_server_new_(HTTP_HANDLER_(handler), NULL, 0, (descriptor)))
#define http_method_server_on(self, handler, descriptor)                \
	http_service(http_server_new_(HTTP_METHOD_((self), handler), NULL, 0, (descriptor)))

int http_server_port(const struct http_server *);

/* How many requests and connections there were so far. */
int http_server_requests(const struct http_server *);
int http_server_connections(const struct http_server *);

/* Suspends until the task is cancelled. */
async_declare(void, http_server_serve_forever, (struct http_server *, server));

/* ---- what the macros above are made of ---- */

#define HTTP_HANDLER_(handler) \
	ASYNC_HANDLER_(handler((struct http_exchange *)0))
#define HTTP_METHOD_(self, handler) \
	ASYNC_HANDLER_(handler((self), (struct http_exchange *)0))

struct http_server *http_server_new_(struct stream_handler, const char *host, int port,
				     int descriptor);
async_declare(struct http_server *, http_service_aenter,
	      (struct http_server *, server));
async_declare(void, http_service_aexit, (struct http_server *, server),
	      (struct exception *, exception));
async_context_manager (http_service, struct http_server *);

#endif
