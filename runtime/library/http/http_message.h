/*
 * A request as it comes over a connection: read by http-parser, within bounds.
 */
#ifndef ASYNC_LIBRARY_HTTP_MESSAGE_H
#define ASYNC_LIBRARY_HTTP_MESSAGE_H

#include <http_parser.h>

#include "bytes.h"

enum { HEADERS_MAX = 100 };

struct http_message {
	http_parser parser;
	struct bytes text; /* target NUL, then NAME NUL VALUE NUL of each header */
	size_t target_length;
	int header_count;
	bool in_value; /* the last that came was a piece of a header's value */
	struct bytes body;
	bool is_complete;
	bool keeps_alive; /* the client wants to go on with this connection */
	int status;       /* why it cannot be read: 400, 413, 431; or 0 */
};

/* Ready for the first request of a connection, … */
void message_init(struct http_message *);
/* … and for the next, in the same memory. */
void message_reset(struct http_message *);
void message_free(struct http_message *);

/* Takes in what was received, up to the end of the message; gives how much that was.
 * Nothing more is taken in once it is complete, or cannot be read. */
size_t message_take(struct http_message *, const char *data, size_t length);

/* Has anything of it come? */
bool message_has_begun(const struct http_message *);

const char *message_header(const struct http_message *, const char *name);

#endif
