/*
 * Streams: TCP connections that are read and written like files
 * (asyncio: Streams).
 *
 *	struct stream *stream = await (open_connection("127.0.0.1", 8080));
 *	char *line;
 *
 *	stream_write(stream, "hello\n");
 *	await (stream_drain(stream));
 *	while ((line = await (stream_readline(stream))))
 *		fputs(line, stdout);
 *	stream_close(stream);
 *	await (stream_wait_closed(stream));
 *
 * One stream is what Python has a reader and a writer for. The other end of it:
 * server.h.
 *
 * A stream is good until the end of async_run; stream_release is what it is in
 * Python that nobody holds it any more. Of all that suspends here, a task may be
 * cancelled in the middle: nothing is lost by that, and nothing left behind.
 */
#ifndef ASYNC_STREAM_H
#define ASYNC_STREAM_H

#include <sys/types.h>

#include "await.h"
#include "exception.h"
#include "iterator.h"

struct stream;

extern const struct exception_type
	IncompleteReadError[1], /* an EOFError: the end came before the rest */
	LimitOverrunError[1],   /* what is looked for is not within the limit */
	gaierror[1];            /* an OSError: there is no host of that name */

/*
 * asyncio.open_connection(): connects to a host, by its name or by the number of
 * its address, IPv4 or IPv6. If the host has several addresses, the first that
 * answers. Suspends (uv_getaddrinfo, uv_tcp_connect). Raises ConnectionRefusedError
 * or another OSError, gaierror if there is no such host.
 */
async_declare(struct stream *, open_connection, (const char *, host), (int, port));

/* ---- reading ----
 *
 * All of these suspend the task until there is enough to read, and raise
 * ConnectionResetError or another OSError when the connection was lost. One task at
 * a time; RuntimeError for a second one.
 *
 * The text is the stream's, until the next call of one of them; behind it stands a
 * NUL. Where there may be NULs within, stream_length is how long it is.
 */

/* read(): what is there, n bytes of it at most; all until the end if n is negative.
 * NULL, where Python gives b'', at the end. */
async_declare(char *, stream_read, (struct stream *, stream), (ssize_t, n));

/* readline(): the next line. With its newline, unless the end has cut it off; NULL at
 * the end. Raises ValueError if it is longer than the limit, and drops what is there
 * of it. */
async_declare(char *, stream_readline, (struct stream *, stream));

/* What async_for makes of a struct stream *: its lines, as stream_readline gives them,
 * until the end. */
struct stream_lines_async_iterable stream_lines(struct stream *)
	__attribute__((warn_unused_result));

struct stream_lines_async_iterable {
	struct stream *self;
	void *(*aiter)(void *);
	const struct iterator_methods *async_methods;
	char *item[0];
};

/* readexactly(): n bytes, never NULL. Raises IncompleteReadError if the end comes
 * first; what there was before it is to be had from stream_partial. */
async_declare(char *, stream_readexactly, (struct stream *, stream), (size_t, n));

/* readuntil(): up to and with the separator, never NULL. Raises IncompleteReadError
 * as stream_readexactly does, ValueError if the separator is empty, LimitOverrunError
 * if what is before it is longer than the limit: then all is still there. */
async_declare(char *, stream_read_until, (struct stream *, stream),
	      (const char *, separator));

/* How many bytes the last read gave. */
size_t stream_length(const struct stream *);

/* IncompleteReadError.partial: of the last one that this stream has raised. */
char *stream_partial(const struct stream *);

/* How long a line may be, in bytes: 64 KiB, unless this was called. The stream takes
 * in twice as much before anybody reads it; then the other side has to wait. */
void stream_set_limit(struct stream *, size_t limit);

/* ---- writing ---- */

/* write(): sends at once what the other side takes (uv_try_write), and the rest as
 * it goes on to take it. Does not suspend; copies what has to wait. Nothing happens
 * on a stream that is closed: stream_drain raises then. Raises MemoryError,
 * RuntimeError after stream_write_eof. */
void stream_write(struct stream *, const char *text);
void stream_write_bytes(struct stream *, const void *data, size_t length);

/* drain(): suspends while much has to wait: from when that is more than 64 KiB until
 * it is no more than 16 KiB. Raises ConnectionResetError or another OSError if the
 * connection is gone. Several tasks may wait. */
async_declare(void, stream_drain, (struct stream *, stream));

/* write_eof(): the other side comes to the end when it has read all, and can still be
 * read (uv_shutdown). */
void stream_write_eof(struct stream *);

/* ---- closing ---- */

/* close(): the connection ends when all was sent that had to wait. Reads of other
 * tasks come to the end. Does not suspend; may be called again. */
void stream_close(struct stream *);

/* is_closing(): was it closed, or lost? */
bool stream_is_closing(const struct stream *);

/* wait_closed(): suspends until it has ended. Raises the error, if one has ended
 * it. */
async_declare(void, stream_wait_closed, (struct stream *, stream));

/* Gives it up: it must not be used any more. It is closed, if it is not, and freed
 * when it has ended. Not for the stream of a server's handler. */
void stream_release(struct stream *);

#endif
