/*
 * What the runtime itself needs of streams, beyond <async/stream.h>: a stream that is
 * being connected, and its parts.
 *
 * What libuv tells is taken note of at once, and takes effect in a handle of the turn
 * that follows, as in CPython, where that handle does the reading and the writing.
 */
#ifndef ASYNC_SRC_STREAM_H
#define ASYNC_SRC_STREAM_H

#include <async/stream.h>

#include "kept.h"
#include "line.h"
#include "loop.h"

/* The struct that a member of it stands in. */
#define CONTAINER(pointer, type, member)                                                 \
	((type *)((char *)(pointer)-offsetof(type, member)))

struct stream {
	union {
		uv_tcp_t uv;
		uv_pipe_t pipe;
	};
	uv_connect_t connect;
	uv_shutdown_t shutdown;
	struct kept kept;
	struct handle happened; /* what libuv has told takes effect */
	struct handle lost;     /* the connection is ended */
	int status;             /* libuv's error of which nobody knows yet, or 0 */
	int error;              /* that which has ended the connection, or 0 */

	char *buffer;      /* what was received and not yet read */
	size_t begin, end; /* of what may be read, in buffer */
	size_t received;   /* the end of what is in it */
	size_t capacity, limit;
	bool end_received; /* nothing comes any more, … */
	bool has_ended;    /* … and now that may be known */
	bool reading_is_paused;
	struct future *reader; /* waited for by the task that reads, or NULL */

	char *text; /* what the last read gave */
	size_t text_length, text_capacity;

	bool writing_is_paused;
	bool eof_is_written;
	struct waiting_line drainers, closers;

	bool is_pipe; /* one end of one */
	bool is_connected;
	bool is_closing;
	bool is_lost;
	bool is_freeable; /* libuv has no more to do with it */
	bool is_released; /* nor has the program */
	bool is_kept;

	struct handle accepted; /* by a server: a step towards its task */
	struct handle handled;  /* the handler's task has ended */
	struct listener *listener;
	int turns_until_task;
};

/* A new one, not connected. NULL: `*code` is libuv's error. */
struct stream *stream_new(int *code);

/* One for the descriptor of a pipe, which is the stream's from now on: also if there is
 * an error, when it is closed. */
struct stream *stream_of_pipe(int descriptor, bool is_readable, int *code);

/* From now on, it never waits with receiving until somebody reads. */
void stream_receive_all(struct stream *);

/* Suspends until something has happened; `reader` is the method's name in Python.
 * Raises RuntimeError if another task does so, CancelledError. */
void stream_wait(struct stream *, const char *reader);

/* It is connected: what comes is received from now on. */
void stream_begin(struct stream *);

/* After a pause: what comes is received again. */
void stream_go_on_receiving(struct stream *);

/* Raises the error that has ended the connection, if there is one. */
void stream_raise_error(const struct stream *);

/* libuv has told something; code < 0: an error. */
void stream_happened(struct stream *, int code);

#endif
