#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include <async/list.h>

#include "exception.h"
#include "file.h"
#include "task.h"

/* What is read at a time, if no more is wanted; and at most. */
#define CHUNK     ((size_t)64 * 1024)
#define CHUNK_MAX ((size_t)1024 * 1024)

/* ---- in the thread, and back ---- */

static ssize_t read_in_thread(struct file_request *request)
{
	ssize_t count;

	do
		count = read(request->file->descriptor, request->data, request->length);
	while (count < 0 && errno == EINTR);
	return count < 0 ? -errno : count;
}

/* Room for some more, and a NUL after it, behind what is in the buffer. False: there is
 * no memory. */
static bool make_room(struct file *file, size_t more)
{
	size_t held = file_held(file);
	size_t capacity = held + more + 1;
	char *buffer;

	if (file->begin > 0)
		memmove(file->buffer, file->buffer + file->begin, held);
	file->begin = 0;
	file->end = held;
	if (file->capacity >= capacity)
		return true;
	if (capacity < 2 * file->capacity)
		capacity = 2 * file->capacity;
	buffer = realloc(file->buffer, capacity);
	if (!buffer)
		return false;
	file->buffer = buffer;
	file->capacity = capacity;
	return true;
}

static ssize_t note_read(struct file_request *request)
{
	struct file *file = request->file;
	size_t count = request->result < 0 ? 0 : (size_t)request->result;

	if (!make_room(file, count))
		return -ENOMEM;
	memcpy(file->buffer + file->end, request->data, count);
	file->end += count;
	return request->result;
}

/* What the system holds in memory needs no thread: it is here before one has been woken
 * (Linux: RWF_NOWAIT). Gives minus 1 if it would have to be waited for, or cannot be had
 * this way. */
static ssize_t read_at_once(struct file *file, size_t room)
{
	ssize_t count = -1;
#ifdef RWF_NOWAIT
	struct iovec space;

	if (!make_room(file, room))
		return -1;
	space = (struct iovec){ file->buffer + file->end, room };
	count = preadv2(file->descriptor, &space, 1, -1, RWF_NOWAIT);
	if (count > 0)
		file->end += (size_t)count;
#else
	(void)file;
	(void)room;
#endif
	return count;
}

static ssize_t read_later(struct file *file, size_t room)
{
	struct file_request *request = file_request_new(file, room);

	request->work = read_in_thread;
	request->effect = note_read;
	return file_request_succeed(request);
}

/* Reads on where the last read has ended; false: nothing more is there. What a read that
 * was cancelled has read comes first: it may be all that is to come. Others have their
 * turn in any case. */
static bool read_chunk(struct file *file, size_t wanted)
{
	size_t held = file_held(file);
	size_t room = wanted < CHUNK ? CHUNK : wanted;
	ssize_t count;

	if ((file->flags & O_ACCMODE) == O_WRONLY)
		raise (UnsupportedOperation, "not readable");
	file_settle(file);
	if (file_held(file) > held)
		return true;
	room = room < CHUNK_MAX ? room : CHUNK_MAX;
	count = read_at_once(file, room);
	if (count < 0)
		return read_later(file, room) > 0;
	task_yield_turn();
	return count > 0;
}

/* ---- giving ---- */

/* So many bytes of what is held, and `behind` of them that are dropped. */
static char *give(struct file *file, size_t length, size_t behind)
{
	char *text = file->buffer + file->begin;

	text[length] = '\0';
	file->text_length = length;
	file->begin += length + behind;
	return text;
}

/* What stands behind it loses its first byte to the NUL: so it is moved. */
static char *give_some(struct file *file, size_t length)
{
	size_t rest = file_held(file) - length;
	char *behind;

	if (length == 0)
		return NULL;
	if (rest == 0)
		return give(file, length, 0);
	if (!make_room(file, 1))
		raise (MemoryError, "no room for the text of '%s'", file->path);
	behind = file->buffer + length;
	memmove(behind + 1, behind, rest);
	file->end++;
	return give(file, length, 1);
}

static char *give_rest(struct file *file)
{
	return give_some(file, file_held(file));
}

size_t file_length(const struct file *file)
{
	return file->text_length;
}

/* ---- lines ---- */

/* A line that is held; NULL if there is none behind the first `searched` bytes. */
static char *give_line(struct file *file, size_t searched)
{
	char *begin, *newline;

	if (file_held(file) <= searched)
		return NULL;
	begin = file->buffer + file->begin;
	newline = memchr(begin + searched, '\n', file_held(file) - searched);
	return newline ? give(file, (size_t)(newline - begin), 1) : NULL;
}

static char *read_line(struct file *file)
{
	size_t searched = 0;
	char *line;

	while (!(line = give_line(file, searched))) {
		searched = file_held(file);
		if (!read_chunk(file, 0))
			return NULL;
	}
	return line;
}

/* One that is at hand is given at once. */
async_define (char *, file_readline, (struct file *, file))
{
	if (!file->lock.is_locked && !file->pending) {
		char *line = give_line(file, 0);

		if (line)
			return line;
	}
	async_with (&file->lock) {
		return read_line(file);
	} end_with
	__builtin_unreachable();
}

async_define (char *, file_read_rest, (struct file *, file))
{
	async_with (&file->lock) {
		file_settle(file);
		return give_rest(file);
	} end_with
	__builtin_unreachable();
}

static bool next_line(void *iterator, void *item)
{
	struct coroutine *await_is_only_allowed_in_async = coroutine_current;
	char *line = await (file_readline(iterator));

	if (!line)
		line = await (file_read_rest(iterator));
	*(char **)item = line;
	return line != NULL;
}

static void *itself(void *file)
{
	return file;
}

struct file_lines_async_iterable file_lines(struct file *file)
{
	static const struct iterator_methods methods = { next_line, NULL, NULL };

	return (struct file_lines_async_iterable){ file, itself, &methods, {} };
}

/* ---- all of it ---- */

static void read_until(struct file *file, size_t length)
{
	while (file_held(file) < length && read_chunk(file, length - file_held(file)))
		continue;
}

async_define (char *, file_read_bytes, (struct file *, file), (size_t, n))
{
	async_with (&file->lock) {
		read_until(file, n);
		return give_some(file, file_held(file) < n ? file_held(file) : n);
	} end_with
	__builtin_unreachable();
}

async_define (char *, file_read, (struct file *, file))
{
	char *text;

	async_with (&file->lock) {
		read_until(file, SIZE_MAX);
	} end_with
	text = malloc(file_held(file) + 1);
	if (!text)
		raise (MemoryError, "no room for the text of '%s'", file->path);
	if (file_held(file))
		memcpy(text, file->buffer + file->begin, file_held(file));
	text[file_held(file)] = '\0';
	file->text_length = file_held(file);
	file_forget_read(file);
	return text;
}

/* All of it is held before the first line is given: so none of them is moved. */
async_define (char **, file_readlines, (struct file *, file))
{
	async_with (&file->lock) {
		read_until(file, SIZE_MAX);
	} end_with
	return list_of(char *, line,
		       for (char *line;
			    (line = give_line(file, 0)) || (line = give_rest(file));));
}
