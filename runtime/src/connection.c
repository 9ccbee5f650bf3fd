/* open_connection: to the first address of a host that answers. */
#include <async/stream.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "exception.h"
#include "stream.h"
#include "task.h"

/* Why the addresses before could not be had. */
struct failures {
	unsigned count;
	bool differ;
	int code;            /* of the first */
	size_t first_length; /* of its text */
	char texts[600];
};

static void on_connect(uv_connect_t *request, int code)
{
	if (code != UV_ECANCELED)
		stream_happened(request->data, code);
}

/* CPython's turns: the socket is connected; the transport begins to read; who has
 * waited for that goes on. */
static int connect_stream(struct stream *stream, const struct sockaddr *address)
{
	int code;

	stream->connect.data = stream;
	code = uv_tcp_connect(&stream->connect, &stream->uv, address, on_connect);
	if (code < 0)
		return code;
	stream_wait(stream, "open_connection");
	if (stream->status < 0)
		return stream->status;
	task_yield_turn();
	stream_begin(stream);
	task_yield_turn();
	return 0;
}

/* NULL: `*code` says why. */
static struct stream *connect_to(const struct sockaddr *address, int *code)
{
	struct stream *stream = stream_new(code);

	if (!stream)
		return NULL;
	try {
		*code = connect_stream(stream, address);
	} except (BaseException) {
		stream_release(stream);
		raise ();
	} end_try
	if (*code == 0)
		return stream;
	stream_release(stream);
	return NULL;
}

static void note_failure(struct failures *failures, const struct sockaddr *address,
			 int code)
{
	char name[80], text[200];
	size_t used = strlen(failures->texts);

	address_format(address, name, sizeof name);
	snprintf(text, sizeof text, "[Errno %d] Connect call failed %s", -code, name);
	if (failures->count++ == 0) {
		failures->code = code;
		failures->first_length = strlen(text);
	} else if (strlen(text) != failures->first_length ||
		   memcmp(failures->texts, text, failures->first_length) != 0) {
		failures->differ = true;
	}
	snprintf(failures->texts + used, sizeof failures->texts - used, "%s%s",
		 used ? ", " : "", text);
}

static _Noreturn void raise_failures(const struct failures *failures)
{
	struct exception *error;

	if (failures->differ)
		raise (OSError, "Multiple exceptions: %s", failures->texts);
	error = exception_new(loop_uv_type(failures->code), "%.*s",
			      (int)failures->first_length, failures->texts);
	error->error_number = -failures->code;
	exception_throw(error);
}

static struct stream *connect_to_first(const struct addresses *addresses)
{
	struct failures failures = { 0 };

	for (struct addrinfo *at = addresses->first; at; at = at->ai_next) {
		int code;
		struct stream *stream = connect_to(at->ai_addr, &code);

		if (stream)
			return stream;
		note_failure(&failures, at->ai_addr, code);
	}
	raise_failures(&failures);
}

async_define (struct stream *, open_connection, (const char *, host), (int, port))
{
	struct addresses addresses;
	struct stream *volatile stream = NULL;

	addresses_find(&addresses, host, port);
	try {
		stream = connect_to_first(&addresses);
	} finally {
		addresses_free(&addresses);
	} end_try
	return stream;
}
