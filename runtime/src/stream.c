/* A stream's life: what libuv tells of it, writing, closing. Reading: stream_read.c. */
#include <async/stream.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exception.h"
#include "stream.h"
#include "task.h"

#define LIMIT      ((size_t)65536)
#define HIGH_WATER ((size_t)65536)
#define LOW_WATER  (HIGH_WATER / 4)
#define CHUNK      ((size_t)16384)

/* ---- its memory ---- */

static void free_stream(struct stream *stream)
{
	handle_remove(&stream->happened);
	handle_remove(&stream->lost);
	handle_remove(&stream->accepted);
	handle_remove(&stream->handled);
	free(stream->buffer);
	free(stream->text);
	free(stream);
}

static void free_if_done_with(struct stream *stream)
{
	if (!stream->is_freeable || !stream->is_released)
		return;
	if (stream->is_kept)
		kept_remove(&stream->kept);
	free_stream(stream);
}

static void on_closed(uv_handle_t *uv)
{
	struct stream *stream = uv->data;

	stream->is_freeable = true;
	free_if_done_with(stream);
}

static void end_with_loop(struct kept *kept)
{
	struct stream *stream = CONTAINER(kept, struct stream, kept);

	stream->is_kept = false;
	stream->is_released = true;
	if (!uv_is_closing((uv_handle_t *)&stream->uv))
		uv_close((uv_handle_t *)&stream->uv, on_closed);
	free_if_done_with(stream);
}

void stream_release(struct stream *stream)
{
	stream_close(stream);
	stream->is_released = true;
	free_if_done_with(stream);
}

/* ---- what happens to it ---- */

static void wake_reader(struct stream *stream)
{
	if (stream->reader)
		future_set_result(stream->reader);
}

static void wake_all(struct waiting_line *line)
{
	while (line_wake_first(line))
		continue;
}

/* connection_lost() */
static void end_connection(struct handle *handle)
{
	struct stream *stream = CONTAINER(handle, struct stream, lost);

	stream->is_lost = true;
	stream->error = stream->status;
	stream->has_ended = true;
	wake_reader(stream);
	wake_all(&stream->drainers);
	wake_all(&stream->closers);
	uv_close((uv_handle_t *)&stream->uv, on_closed);
}

static void end_connection_soon(struct stream *stream)
{
	stream->is_closing = true;
	uv_read_stop((uv_stream_t *)&stream->uv);
	if (!stream->is_lost && !handle_is_queued(&stream->lost))
		loop_call_soon(&stream->lost);
}

static size_t length_to_be_sent(const struct stream *stream)
{
	return uv_stream_get_write_queue_size((const uv_stream_t *)&stream->uv);
}

static void go_on_writing(struct stream *stream)
{
	if (stream->writing_is_paused && length_to_be_sent(stream) <= LOW_WATER) {
		stream->writing_is_paused = false;
		wake_all(&stream->drainers);
	}
	if (stream->is_closing && length_to_be_sent(stream) == 0)
		end_connection_soon(stream);
}

static void take_effect(struct handle *handle)
{
	struct stream *stream = CONTAINER(handle, struct stream, happened);

	if (stream->is_lost)
		return;
	if (stream->is_connected && stream->status < 0) {
		end_connection_soon(stream);
		return;
	}
	if (stream->end != stream->received || stream->end_received ||
	    !stream->is_connected)
		wake_reader(stream);
	stream->end = stream->received;
	stream->has_ended = stream->end_received;
	go_on_writing(stream);
}

void stream_happened(struct stream *stream, int code)
{
	if (code < 0 && stream->status == 0)
		stream->status = code;
	if (!handle_is_queued(&stream->happened))
		loop_call_soon(&stream->happened);
}

/* ---- its beginning ---- */

/* As the interpreter does: a broken connection is an error of the one who writes to
 * it, and ends no program. */
static void ignore_broken_pipes(void)
{
	struct sigaction action;

	if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
		signal(SIGPIPE, SIG_IGN);
}

static int init_tcp(struct stream *stream)
{
	return uv_tcp_init(loop_uv(), &stream->uv);
}

static int init_pipe(struct stream *stream)
{
	stream->is_pipe = true;
	return uv_pipe_init(loop_uv(), &stream->pipe, 0);
}

static struct stream *new_stream(int (*init)(struct stream *), int *code)
{
	struct stream *stream = calloc(1, sizeof *stream);

	*code = UV_ENOMEM;
	if (!stream)
		return NULL;
	*code = init(stream);
	if (*code < 0) {
		free(stream);
		return NULL;
	}
	ignore_broken_pipes();
	stream->uv.data = stream;
	stream->happened.run = take_effect;
	stream->lost.run = end_connection;
	stream->limit = LIMIT;
	stream->is_kept = true;
	kept_add(&stream->kept, end_with_loop);
	return stream;
}

struct stream *stream_new(int *code)
{
	return new_stream(init_tcp, code);
}

/* Room for a chunk behind what was received. */
static void give_room(uv_handle_t *uv, size_t suggested, uv_buf_t *room)
{
	struct stream *stream = uv->data;
	char *buffer;

	(void)suggested;
	if (stream->begin > 0) {
		memmove(stream->buffer, stream->buffer + stream->begin,
			stream->received - stream->begin);
		stream->end -= stream->begin;
		stream->received -= stream->begin;
		stream->begin = 0;
	}
	if (stream->capacity < stream->received + CHUNK) {
		buffer = realloc(stream->buffer, stream->received * 2 + CHUNK);
		if (!buffer)
			return; /* libuv goes on with UV_ENOBUFS */
		stream->buffer = buffer;
		stream->capacity = stream->received * 2 + CHUNK;
	}
	*room = uv_buf_init(stream->buffer + stream->received, (unsigned)CHUNK);
}

static void on_read(uv_stream_t *uv, ssize_t count, const uv_buf_t *data)
{
	struct stream *stream = uv->data;

	(void)data;
	if (count == 0)
		return;
	if (count > 0) {
		stream->received += (size_t)count;
		if (stream->received - stream->begin > 2 * stream->limit) {
			stream->reading_is_paused = true;
			uv_read_stop(uv);
		}
	}
	stream->end_received = count == UV_EOF;
	stream_happened(stream, count < 0 && count != UV_EOF ? (int)count : 0);
}

void stream_go_on_receiving(struct stream *stream)
{
	stream->reading_is_paused = false;
	if (!stream->is_closing && !stream->end_received)
		uv_read_start((uv_stream_t *)&stream->uv, give_room, on_read);
}

void stream_begin(struct stream *stream)
{
	stream->is_connected = true;
	uv_tcp_nodelay(&stream->uv, 1);
	stream_go_on_receiving(stream);
}

void stream_receive_all(struct stream *stream)
{
	stream->limit = SIZE_MAX / 4;
	if (stream->reading_is_paused)
		stream_go_on_receiving(stream);
}

struct stream *stream_of_pipe(int descriptor, bool is_readable, int *code)
{
	struct stream *stream = new_stream(init_pipe, code);

	if (!stream) {
		close(descriptor);
		return NULL;
	}
	*code = uv_pipe_open(&stream->pipe, descriptor);
	if (*code < 0) {
		close(descriptor);
		stream_release(stream);
		return NULL;
	}
	stream->is_connected = true;
	stream->has_ended = stream->end_received = !is_readable;
	stream_go_on_receiving(stream);
	return stream;
}

/* ---- writing ---- */

/* What the other side did not take at once. */
struct written {
	uv_write_t uv;
	char data[];
};

static void on_written(uv_write_t *request, int code)
{
	struct stream *stream = request->handle->data;

	free(CONTAINER(request, struct written, uv));
	if (code != UV_ECANCELED)
		stream_happened(stream, code);
}

static void send_later(struct stream *stream, const char *data, size_t length)
{
	struct written *written = malloc(sizeof *written + length);
	uv_buf_t buffer;
	int code;

	if (!written)
		raise (MemoryError, "no room for what is written to a stream");
	memcpy(written->data, data, length);
	buffer = (uv_buf_t){ .base = written->data, .len = length };
	code = uv_write(&written->uv, (uv_stream_t *)&stream->uv, &buffer, 1, on_written);
	if (code < 0) {
		free(written);
		stream_happened(stream, code);
	}
	if (length_to_be_sent(stream) > HIGH_WATER)
		stream->writing_is_paused = true;
}

/* Gives how much was sent, or a libuv error code. */
static int send_now(struct stream *stream, const char *data, size_t length)
{
	uv_buf_t buffer = { .base = (char *)data, .len = length };
	int sent = uv_try_write((uv_stream_t *)&stream->uv, &buffer, 1);

	return sent == UV_EAGAIN ? 0 : sent;
}

void stream_write_bytes(struct stream *stream, const void *data, size_t length)
{
	const char *rest = data;
	int sent;

	if (stream->eof_is_written)
		raise (RuntimeError, "Cannot call write() after write_eof()");
	if (stream->is_closing || length == 0)
		return;
	sent = send_now(stream, rest, length);
	if (sent < 0) {
		stream->status = sent;
		end_connection_soon(stream);
	} else if ((size_t)sent < length) {
		send_later(stream, rest + sent, length - (size_t)sent);
	}
}

void stream_write(struct stream *stream, const char *text)
{
	stream_write_bytes(stream, text, strlen(text));
}

async_define (void, stream_drain, (struct stream *, stream))
{
	struct waiter waiter;
	struct exception *cancelled;

	stream_raise_error(stream);
	if (stream->is_closing)
		task_yield_turn();
	stream_raise_error(stream);
	if (stream->is_lost)
		raise (ConnectionResetError, "Connection lost");
	if (!stream->writing_is_paused)
		return;
	cancelled = line_wait(&stream->drainers, &waiter);
	if (cancelled)
		exception_pass_on(cancelled);
	stream_raise_error(stream);
}

static void on_shut_down(uv_shutdown_t *request, int code)
{
	(void)request;
	(void)code;
}

void stream_write_eof(struct stream *stream)
{
	if (stream->is_closing || stream->eof_is_written)
		return;
	stream->eof_is_written = true;
	if (stream->is_pipe) {
		stream_close(stream); /* there is but one way in it */
		return;
	}
	uv_shutdown(&stream->shutdown, (uv_stream_t *)&stream->uv, on_shut_down);
}

/* ---- closing ---- */

void stream_close(struct stream *stream)
{
	if (stream->is_closing)
		return;
	stream->is_closing = true;
	uv_read_stop((uv_stream_t *)&stream->uv);
	if (length_to_be_sent(stream) == 0)
		end_connection_soon(stream);
}

bool stream_is_closing(const struct stream *stream)
{
	return stream->is_closing;
}

async_define (void, stream_wait_closed, (struct stream *, stream))
{
	struct waiter waiter;
	struct exception *cancelled = NULL;

	if (!stream->is_lost)
		cancelled = line_wait(&stream->closers, &waiter);
	if (cancelled)
		exception_pass_on(cancelled);
	stream_raise_error(stream);
}
