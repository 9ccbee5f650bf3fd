#include <async/file.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "loop.h"

#define CHUNK ((size_t)16384)

struct file {
	const char *path;
	const char *mode;
	uv_file descriptor;
	char *buffer;           /* what was read and not yet given */
	size_t begin, end;      /* of that, in buffer */
	size_t capacity;
};

/* A request that libuv's threads work on. */
struct request {
	uv_fs_t uv;
	struct future done;
	bool abandoned;
};

static void on_done(uv_fs_t *uv)
{
	struct request *request = uv->data;

	if (request->abandoned) {
		uv_fs_req_cleanup(uv);
		free(request);
		return;
	}
	future_set_result(&request->done);
}

static struct request *new_request(void)
{
	struct request *request = calloc(1, sizeof *request);

	loop_uv();
	if (!request)
		raise (MemoryError, "no room for a file request");
	request->uv.data = request;
	future_init(&request->done);
	return request;
}

/* Waits for it, and gives its result: a count, a descriptor or an error code.
 * `code` is what the call that began it gave. */
static ssize_t finish(struct request *request, int code)
{
	ssize_t result = code;

	if (code == 0) {
		try {
			future_wait(&request->done, NULL);
		} except (BaseException, e) {
			request->abandoned = true;
			uv_cancel((uv_req_t *)&request->uv);
			raise ();
		} end_try
		result = request->uv.result;
	}
	uv_fs_req_cleanup(&request->uv);
	free(request);
	return result;
}

static int flags_of(const char *mode)
{
	bool plus = strchr(mode, '+') != NULL;

	switch (mode[0]) {
	case 'r':
		return plus ? O_RDWR : O_RDONLY;
	case 'w':
		return (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_TRUNC;
	case 'a':
		return (plus ? O_RDWR : O_WRONLY) | O_CREAT | O_APPEND;
	default:
		raise (ValueError, "invalid mode: '%s'", mode);
	}
}

static void open_file(struct file *file)
{
	struct request *request = new_request();
	int flags = flags_of(file->mode) | O_CLOEXEC;
	ssize_t result = finish(
		request, uv_fs_open(loop_uv(), &request->uv, file->path, flags,
				    0666, on_done));

	if (result < 0)
		loop_raise_uv((int)result, file->path);
	file->descriptor = (uv_file)result;
}

async_define(struct file *, async_open_aenter, (struct file *, file))
{
	try {
		open_file(file);
	} except (BaseException, e) {
		free(file);
		raise ();
	} end_try
	return file;
}

static bool close_file(void *self, struct exception *exception)
{
	struct file *file = self;
	struct request *request = new_request();
	ssize_t result =
		finish(request, uv_fs_close(loop_uv(), &request->uv,
					    file->descriptor, on_done));

	(void)exception;
	free(file->buffer);
	free(file);
	if (result < 0)
		loop_raise_uv((int)result, "close");
	return false;
}

struct async_open_async_context_manager async_open(const char *path,
						   const char *mode)
{
	struct file *file = calloc(1, sizeof *file);

	if (!file)
		raise (MemoryError, "no room for file '%s'", path);
	file->path = path;
	file->mode = mode;
	file->descriptor = -1;
	return (struct async_open_async_context_manager){
		file, async_open_aenter, close_file
	};
}

/* Room for one more chunk, and a NUL after it, behind what is in the buffer. */
static void make_room(struct file *file)
{
	size_t held = file->end - file->begin;

	if (file->begin > 0)
		memmove(file->buffer, file->buffer + file->begin, held);
	file->begin = 0;
	file->end = held;
	if (file->capacity < held + CHUNK + 1) {
		size_t capacity = (held + CHUNK) * 2;
		char *buffer = realloc(file->buffer, capacity);

		if (!buffer)
			raise (MemoryError, "no room for a line of '%s'",
			       file->path);
		file->buffer = buffer;
		file->capacity = capacity;
	}
}

/* Reads on where the last read has ended; false: nothing more is there. */
static bool read_chunk(struct file *file)
{
	struct request *request;
	uv_buf_t space;
	ssize_t result;

	make_room(file);
	request = new_request();
	space = uv_buf_init(file->buffer + file->end, CHUNK);
	result = finish(request, uv_fs_read(loop_uv(), &request->uv,
					    file->descriptor, &space, 1, -1,
					    on_done));
	if (result < 0)
		loop_raise_uv((int)result, file->path);
	file->end += (size_t)result;
	return result > 0;
}

async_define(char *, file_readline, (struct file *, file))
{
	size_t searched = 0;

	for (;;) {
		char *from = file->buffer + file->begin;
		size_t held = file->end - file->begin;
		char *newline = held > searched
			? memchr(from + searched, '\n', held - searched)
			: NULL;

		if (newline) {
			*newline = '\0';
			file->begin = (size_t)(newline + 1 - file->buffer);
			return from;
		}
		searched = held;
		if (!read_chunk(file))
			return NULL;
	}
}

async_define(char *, file_read_rest, (struct file *, file))
{
	char *rest = file->buffer + file->begin;

	if (file->begin == file->end)
		return NULL;
	file->buffer[file->end] = '\0';
	file->begin = file->end;
	return rest;
}
