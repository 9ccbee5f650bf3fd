/*
 * A connection of an HTTP server: the request that is being answered on it, and how
 * far its answer has come.
 */
#ifndef ASYNC_LIBRARY_CONNECTION_H
#define ASYNC_LIBRARY_CONNECTION_H

#include <async/http_server.h>
#include <async/line.h>

#include "bytes.h"
#include "http_message.h"
#include "kept.h"

/* Good until the end of async_run. */
struct http_server {
	struct kept kept;
	struct stream_handler handler;
	char *host; /* owned; NULL: it listens on a descriptor */
	int port, descriptor;
	struct server *server;          /* NULL: not entered */
	struct connection *connections; /* that are open */
	struct waiting_line closers;    /* who wait until none are */
	int request_count, connection_count;
	bool is_left;
};

enum answer { ANSWER_NONE, ANSWER_OF_LENGTH, ANSWER_IN_CHUNKS };

struct connection {
	struct http_exchange exchange; /* what the handler sees of it */
	struct http_server *server;
	struct connection *next, *previous; /* of the server's */
	struct stream *stream;
	struct task *task;
	struct http_message message;
	const char *rest; /* received, and not yet taken in */
	size_t rest_length;
	struct bytes query;  /* decoded: path NUL, NAME NUL VALUE NUL of each field */
	struct bytes fields; /* headers of the answer, as they are sent */
	struct bytes out;    /* what is sent in one go */
	enum answer answer;
	long long left; /* of the length that was promised */
	bool is_broken; /* the client is not to take the answer for whole */
	bool is_last;   /* no further request is read from it */
};

/* Runs a handler on this stack, as await would. */
static inline void handler_run(struct stream_handler handler,
			       struct http_exchange *exchange)
{
	struct async_nothing nothing;

	handler.object[handler.size / sizeof(void *) - 1] = exchange;
	handler.type->start(handler.object, &nothing);
}

/* Makes an exchange of the request that has come. Raises MemoryError. */
void exchange_start(struct connection *);

/* Ends the answer: as it should, or by breaking off. */
async_declare (void, exchange_finish, (struct connection *, connection));

/* The handler has raised: what it has begun is no answer. */
void exchange_fail(struct connection *);

/* Answers what is no request, and breaks off. */
async_declare (void, exchange_refuse, (struct connection *, connection), (int, status));

void connection_free(struct connection *);

#endif
