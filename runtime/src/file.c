#include <async/file.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "loop.h"

#define CHUNK ((size_t)16384)

struct file {
	const char *mode;
	uv_file descriptor;
	char *buffer;      /* what was read and not yet given */
	size_t begin, end; /* of that, in buffer */
	size_t capacity;
	unsigned abandoned; /* requests that a thread may still be at work on */
	bool is_left;       /* the last of these has to close it */
	char path[];
};

/* A request that libuv's threads work on. What it reads is its own, so that a
 * task that was cancelled can leave it behind. */
struct request {
	uv_fs_t uv;
	struct future done;
	struct file *file;
	bool is_over;   /* the thread has done its work */
	bool abandoned; /* the task that wanted it was cancelled */
	char data[];
};

/* ---- requests ---- */

static void free_file(struct file *file)
{
	free(file->buffer);
	free(file);
}

static void close_left_file(struct file *file)
{
	uv_fs_t request;

	if (file->descriptor >= 0)
		uv_fs_close(loop_uv(), &request, file->descriptor, NULL);
	free_file(file);
}

static void end_abandoned(struct request *request)
{
	struct file *file = request->file;

	if (request->uv.fs_type == UV_FS_OPEN && request->uv.result >= 0)
		file->descriptor = (uv_file)request->uv.result;
	uv_fs_req_cleanup(&request->uv);
	free(request);
	if (--file->abandoned == 0 && file->is_left)
		close_left_file(file);
}

static void on_done(uv_fs_t *uv)
{
	struct request *request = uv->data;

	request->is_over = true;
	if (request->abandoned)
		end_abandoned(request);
	else
		future_set_result(&request->done);
}

static struct request *new_request(struct file *file, size_t room)
{
	struct request *request = malloc(sizeof *request + room);

	loop_uv();
	if (!request)
		raise (MemoryError, "no room for a request to '%s'", file->path);
	request->uv.data = request;
	request->file = file;
	request->is_over = request->abandoned = false;
	future_init(&request->done);
	return request;
}

/* The work may have been done after the task was cancelled and before it ran. */
static void abandon(struct request *request)
{
	request->abandoned = true;
	request->file->abandoned++;
	if (request->is_over)
		end_abandoned(request);
	else
		uv_cancel((uv_req_t *)&request->uv);
}

/* Waits for it: its result is a count, a descriptor or an error code. `code` is
 * what the call that began it gave. The request is to be freed by end. */
static ssize_t finish(struct request *request, int code)
{
	if (code < 0)
		return code;
	try {
		future_wait(&request->done, NULL);
	} except (BaseException) {
		abandon(request);
		raise ();
	} end_try
	return request->uv.result;
}

static void end(struct request *request)
{
	uv_fs_req_cleanup(&request->uv);
	free(request);
}

/* ---- opening and closing ---- */

static int flags_of(const char *mode)
{
	bool plus = strchr(mode, '+') != NULL;

	switch (mode[0]) {
	case 'r': return plus ? O_RDWR : O_RDONLY;
	case 'w': return (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
	case 'a': return (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
	default: raise (ValueError, "invalid mode: '%s'", mode);
	}
}

static void open_file(struct file *file)
{
	int flags = flags_of(file->mode) | O_CLOEXEC;
	struct request *request = new_request(file, 0);
	ssize_t result = finish(request, uv_fs_open(loop_uv(), &request->uv, file->path,
						    flags, 0666, on_done));

	end(request);
	if (result < 0)
		loop_raise_uv((int)result, file->path);
	file->descriptor = (uv_file)result;
}

/* Of a file that will not be used any more. */
static void leave_file(struct file *file)
{
	if (file->abandoned)
		file->is_left = true;
	else
		free_file(file);
}

async_define (struct file *, async_open_aenter, (struct file *, file))
{
	try {
		open_file(file);
	} except (BaseException) {
		leave_file(file);
		raise ();
	} end_try
	return file;
}

static void close_file(struct file *file)
{
	struct request *request = new_request(file, 0);
	uv_file descriptor = file->descriptor;
	ssize_t result;

	file->descriptor = -1;
	result = finish(request,
			uv_fs_close(loop_uv(), &request->uv, descriptor, on_done));
	end(request);
	if (result < 0)
		loop_raise_uv((int)result, file->path);
}

/* What a thread is still at work on is closed when that has ended. */
static bool async_open_aexit(void *self, struct exception *exception)
{
	struct file *file = self;

	(void)exception;
	if (file->abandoned) {
		file->is_left = true;
		return false;
	}
	try {
		close_file(file);
	} except (BaseException) {
		leave_file(file);
		raise ();
	} end_try
	free_file(file);
	return false;
}

struct async_open_async_context_manager async_open(const char *path, const char *mode)
{
	size_t size = strlen(path) + 1;
	struct file *file = calloc(1, sizeof *file + size);

	if (!file)
		raise (MemoryError, "no room for file '%s'", path);
	memcpy(file->path, path, size);
	file->mode = mode;
	file->descriptor = -1;
	return (struct async_open_async_context_manager){ file, async_open_aenter,
							  async_open_aexit };
}

/* ---- reading ---- */

/* Room for some more, and a NUL after it, behind what is in the buffer. */
static void make_room(struct file *file, size_t more)
{
	size_t held = file->end - file->begin;
	size_t capacity = file->capacity;
	char *buffer;

	if (file->begin > 0)
		memmove(file->buffer, file->buffer + file->begin, held);
	file->begin = 0;
	file->end = held;
	if (capacity >= held + more + 1)
		return;
	capacity = (held + more) * 2 + 1;
	buffer = realloc(file->buffer, capacity);
	if (!buffer)
		raise (MemoryError, "no room for the text of '%s'", file->path);
	file->buffer = buffer;
	file->capacity = capacity;
}

static void take_over(struct file *file, struct request *request, size_t count)
{
	try {
		make_room(file, count);
		memcpy(file->buffer + file->end, request->data, count);
		file->end += count;
	} finally {
		end(request);
	} end_try
}

/* Reads on where the last read has ended; false: nothing more is there. */
static bool read_chunk(struct file *file)
{
	struct request *request = new_request(file, CHUNK);
	uv_buf_t space = uv_buf_init(request->data, CHUNK);
	ssize_t result =
		finish(request, uv_fs_read(loop_uv(), &request->uv, file->descriptor,
					   &space, 1, -1, on_done));

	if (result <= 0) {
		end(request);
		if (result < 0)
			loop_raise_uv((int)result, file->path);
		return false;
	}
	take_over(file, request, (size_t)result);
	return true;
}

/* Where the first newline behind `searched` characters is, or NULL. */
static char *find_newline(const struct file *file, size_t searched)
{
	size_t held = file->end - file->begin;

	if (held <= searched)
		return NULL;
	return memchr(file->buffer + file->begin + searched, '\n', held - searched);
}

async_define (char *, file_readline, (struct file *, file))
{
	size_t searched = 0;

	for (;;) {
		char *newline = find_newline(file, searched);

		if (newline) {
			char *line = file->buffer + file->begin;

			*newline = '\0';
			file->begin = (size_t)(newline + 1 - file->buffer);
			return line;
		}
		searched = file->end - file->begin;
		if (!read_chunk(file))
			return NULL;
	}
}

async_define (char *, file_read_rest, (struct file *, file))
{
	char *rest = file->buffer + file->begin;

	if (file->begin == file->end)
		return NULL;
	file->buffer[file->end] = '\0';
	file->begin = file->end;
	return rest;
}

async_define (char *, file_read, (struct file *, file))
{
	size_t length;
	char *text;

	while (read_chunk(file))
		continue;
	length = file->end - file->begin;
	text = malloc(length + 1);
	if (!text)
		raise (MemoryError, "no room for the text of '%s'", file->path);
	if (length)
		memcpy(text, file->buffer + file->begin, length);
	text[length] = '\0';
	file->begin = file->end;
	return text;
}

/* ---- writing ---- */

/* How much of it was written. */
static size_t write_some(struct file *file, const char *text, size_t length)
{
	struct request *request = new_request(file, length);
	uv_buf_t data = uv_buf_init(request->data, (unsigned)length);
	ssize_t result;

	memcpy(request->data, text, length);
	result = finish(request, uv_fs_write(loop_uv(), &request->uv, file->descriptor,
					     &data, 1, -1, on_done));
	end(request);
	if (result < 0)
		loop_raise_uv((int)result, file->path);
	return (size_t)result;
}

async_define (void, file_write, (struct file *, file), (const char *, text))
{
	size_t left = strlen(text);

	while (left > 0) {
		size_t written = write_some(file, text, left < CHUNK ? left : CHUNK);

		text += written;
		left -= written;
	}
}
