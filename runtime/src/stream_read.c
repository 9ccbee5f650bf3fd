/* Reading of what a stream has received: asyncio.StreamReader. */
#define _GNU_SOURCE
#include <async/stream.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "stream.h"
#include "task.h"

const struct exception_type IncompleteReadError[1] = { { .name = "IncompleteReadError",
							 .base = EOFError } };
const struct exception_type LimitOverrunError[1] = { { .name = "LimitOverrunError",
						       .base = Exception } };

void stream_set_limit(struct stream *stream, size_t limit)
{
	if (limit == 0)
		raise (ValueError, "Limit cannot be <= 0");
	stream->limit = limit;
}

size_t stream_length(const struct stream *stream)
{
	return stream->text_length;
}

char *stream_partial(const struct stream *stream)
{
	return stream->text;
}

void stream_raise_error(const struct stream *stream)
{
	struct exception *error;

	if (!stream->error)
		return;
	error = exception_new(loop_uv_type(stream->error), "[Errno %d] %s",
			      -stream->error, strerror(-stream->error));
	error->error_number = -stream->error;
	exception_throw(error);
}

static size_t length_held(const struct stream *stream)
{
	return stream->end - stream->begin;
}

/* ---- waiting ---- */

void stream_wait(struct stream *stream, const char *reader)
{
	struct future happened;
	struct exception *cancelled;

	if (stream->reader)
		raise (RuntimeError,
		      "%s() called while another coroutine is already waiting for "
		      "incoming data",
		      reader);
	if (stream->reading_is_paused)
		stream_go_on_receiving(stream);
	future_init(&happened);
	stream->reader = &happened;
	cancelled = future_wait_caught(&happened);
	stream->reader = NULL;
	if (cancelled)
		exception_pass_on(cancelled);
}

static void wait_for_more(struct stream *stream, const char *reader)
{
	stream_wait(stream, reader);
	stream_raise_error(stream);
}

/* ---- giving ---- */

static void drop(struct stream *stream, size_t length)
{
	stream->begin += length;
	if (stream->reading_is_paused && length_held(stream) <= stream->limit)
		stream_go_on_receiving(stream);
}

/* What was received may be moved while the caller still looks at his text: so that is
 * a copy. */
static char *give(struct stream *stream, size_t length)
{
	if (stream->text_capacity < length + 1) {
		char *text = realloc(stream->text, length + 1);

		if (!text)
			raise (MemoryError, "no room for what is read from a stream");
		stream->text = text;
		stream->text_capacity = length + 1;
	}
	if (length > 0)
		memcpy(stream->text, stream->buffer + stream->begin, length);
	stream->text[length] = '\0';
	stream->text_length = length;
	drop(stream, length);
	return stream->text;
}

static char *give_unless_empty(struct stream *stream, size_t length)
{
	char *text = give(stream, length);

	return length > 0 ? text : NULL;
}

/* ---- read(), readexactly() ---- */

static char *read_all(struct stream *stream)
{
	while (!stream->has_ended)
		wait_for_more(stream, "read");
	return give_unless_empty(stream, length_held(stream));
}

async_define (char *, stream_read, (struct stream *, stream), (ssize_t, n))
{
	size_t length;

	stream_raise_error(stream);
	if (n < 0)
		return read_all(stream);
	if (n > 0 && length_held(stream) == 0 && !stream->has_ended)
		wait_for_more(stream, "read");
	length = length_held(stream);
	return give_unless_empty(stream, length < (size_t)n ? length : (size_t)n);
}

async_define (char *, stream_readexactly, (struct stream *, stream), (size_t, n))
{
	stream_raise_error(stream);
	while (length_held(stream) < n) {
		if (stream->has_ended) {
			give(stream, length_held(stream));
			raise (IncompleteReadError,
			      "%zu bytes read on a total of %zu expected bytes",
			      stream->text_length, n);
		}
		wait_for_more(stream, "readexactly");
	}
	return give(stream, n);
}

/* ---- readuntil(), readline() ---- */

enum found { FOUND, FOUND_END, FOUND_TOO_LATE, NOT_FOUND };

/* How much there is before the separator, or surely before it. Suspends until that is
 * known. */
static enum found find(struct stream *stream, const char *separator, size_t size,
		       size_t *before)
{
	*before = 0;
	stream_raise_error(stream);
	for (;;) {
		size_t held = length_held(stream);

		if (held >= *before + size) {
			char *begin = stream->buffer + stream->begin;
			char *at =
				memmem(begin + *before, held - *before, separator, size);

			*before = at ? (size_t)(at - begin) : held + 1 - size;
			if (*before > stream->limit)
				return at ? FOUND_TOO_LATE : NOT_FOUND;
			if (at)
				return FOUND;
		}
		if (stream->has_ended)
			return FOUND_END;
		wait_for_more(stream, "readuntil");
	}
}

static const char *const overruns[] = {
	[FOUND_TOO_LATE] = "Separator is found, but chunk is longer than limit",
	[NOT_FOUND] = "Separator is not found, and chunk exceed the limit",
};

async_define (char *, stream_read_until, (struct stream *, stream),
	     (const char *, separator))
{
	size_t before, size = strlen(separator);
	enum found found;

	if (size == 0)
		raise (ValueError, "Separator should be at least one-byte string");
	found = find(stream, separator, size, &before);
	if (found == FOUND)
		return give(stream, before + size);
	if (found != FOUND_END)
		raise (LimitOverrunError, "%s", overruns[found]);
	give(stream, length_held(stream));
	raise (IncompleteReadError,
	      "%zu bytes read on a total of undefined expected bytes",
	      stream->text_length);
}

async_define (char *, stream_readline, (struct stream *, stream))
{
	size_t before;
	enum found found = find(stream, "\n", 1, &before);

	if (found == FOUND)
		return give(stream, before + 1);
	if (found == FOUND_END)
		return give_unless_empty(stream, length_held(stream));
	drop(stream, found == FOUND_TOO_LATE ? before + 1 : length_held(stream));
	raise (ValueError, "%s", overruns[found]);
}

/* ---- async_for ---- */

static bool next_line(void *iterator, void *item)
{
	struct coroutine *await_is_only_allowed_in_async = coroutine_current;

	*(char **)item = await (stream_readline(iterator));
	return *(char **)item != NULL;
}

static void *itself(void *stream)
{
	return stream;
}

struct stream_lines_async_iterable stream_lines(struct stream *stream)
{
	static const struct iterator_methods methods = { next_line, NULL, NULL };

	return (struct stream_lines_async_iterable){ stream, itself, &methods, {} };
}
