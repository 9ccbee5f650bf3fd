/* A server's life, and that of its connections. What is answered: http_exchange.c. */
#include <async/http_server.h>

#include <stdlib.h>
#include <string.h>

#include <async/report.h>

#include "connection.h"
#include "exception.h"
#include "line.h"

/* ---- a connection ---- */

static struct connection *open_connection_of(struct http_server *server,
					     struct stream *stream)
{
	struct connection *connection = calloc(1, sizeof *connection);

	if (!connection)
		raise (MemoryError, "no room for a connection");
	connection->server = server;
	connection->stream = stream;
	connection->task = current_task();
	connection->exchange.connection = ++server->connection_count;
	message_init(&connection->message);
	connection->next = server->connections;
	if (server->connections)
		server->connections->previous = connection;
	server->connections = connection;
	return connection;
}

static void close_connection(struct connection *connection)
{
	struct http_server *server = connection->server;

	if (connection->previous)
		connection->previous->next = connection->next;
	else
		server->connections = connection->next;
	if (connection->next)
		connection->next->previous = connection->previous;
	connection_free(connection);
	while (!server->connections && line_wake_first(&server->closers))
		continue;
}

/* False: no further request comes. */
async (bool, read_request, (struct connection *, connection))
{
	struct http_message *message = &connection->message;

	message_reset(message);
	for (;;) {
		size_t taken =
			message_take(message, connection->rest, connection->rest_length);

		if (taken)
			connection->rest += taken;
		connection->rest_length -= taken;
		if (message->is_complete || message->status)
			return true;
		connection->rest = await (stream_read(connection->stream, 65536));
		connection->rest_length =
			connection->rest ? stream_length(connection->stream) : 0;
		if (!connection->rest)
			return false;
	}
}

static void report(struct exception *raised)
{
	call_exception_handler(&(struct exception_context){
		.message = "the handler of a request has raised",
		.exception = raised,
		.task = current_task(),
	});
}

/* A client that has gone is no mistake of the handler's. */
async (void, handle_request, (struct connection *, connection))
{
	connection->exchange.request = ++connection->server->request_count;
	exchange_start(connection);
	try {
		handler_run(connection->server->handler, &connection->exchange);
	} except (ConnectionError) {
		raise ();
	} except (Exception, e) {
		report(e);
		exchange_fail(connection);
	} end_try
	await (exchange_finish(connection));
}

async (void, serve_connection, (struct connection *, connection))
{
	while (await (read_request(connection))) {
		if (connection->message.status)
			await (exchange_refuse(connection, connection->message.status));
		else
			await (handle_request(connection));
		if (connection->is_last)
			break;
	}
}

async (void, serve, (struct http_server *, server), (struct stream *, stream))
{
	struct connection *connection;

	if (server->is_left)
		return;
	connection = open_connection_of(server, stream);
	try {
		await (serve_connection(connection));
	} except (ConnectionError) {
	} finally {
		close_connection(connection);
	} end_try
}

/* ---- the server ---- */

static void close_all(struct http_server *server)
{
	if (server->server)
		server_close(server->server);
	for (struct connection *connection = server->connections; connection;
	     connection = connection->next)
		future_cancel(&connection->task->future);
}

/* Not before: a connection's task may be there that has yet to begin. */
static void end_with_loop(struct kept *kept)
{
	struct http_server *server = (struct http_server *)kept;

	free(server->host);
	free(server);
}

struct http_server *http_server_new_(struct stream_handler handler, const char *host,
				     int port, int descriptor)
{
	struct http_server *server = calloc(1, sizeof *server);

	if (server && host)
		server->host = strdup(host);
	if (!server || (host && !server->host)) {
		free(server);
		raise (MemoryError, "no room for a server");
	}
	server->handler = handler;
	server->port = port;
	server->descriptor = descriptor;
	kept_add(&server->kept, end_with_loop);
	return server;
}

async (void, start, (struct http_server *, server))
{
	if (server->descriptor >= 0)
		server->server =
			await (start_method_server_on(server, serve, server->descriptor));
	else
		server->server = await (
			start_method_server(server, serve, server->host, server->port));
}

async_define (struct http_server *, http_service_aenter, (struct http_server *, server))
{
	await (start(server));
	return server;
}

async_define (void, http_service_aexit, (struct http_server *, server),
	     (struct exception *, exception))
{
	struct waiter waiter;
	struct exception *cancelled = NULL;

	(void)exception;
	server->is_left = true;
	close_all(server);
	if (server->connections)
		cancelled = line_wait(&server->closers, &waiter);
	if (cancelled)
		exception_pass_on(cancelled);
}

async_define (void, http_server_serve_forever, (struct http_server *, server))
{
	await (server_serve_forever(server->server));
}

int http_server_port(const struct http_server *server)
{
	return server->server ? server->server->port : server->port;
}

int http_server_requests(const struct http_server *server)
{
	return server->request_count;
}

int http_server_connections(const struct http_server *server)
{
	return server->connection_count;
}
