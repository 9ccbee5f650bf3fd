/*
 * What the runtime itself needs of files, beyond <async/file.h>: a file, and the
 * requests that threads do for it.
 */
#ifndef ASYNC_SRC_FILE_H
#define ASYNC_SRC_FILE_H

#include <fcntl.h>

#include <async.h> /* async_with wants to know all that may stand in it */

#include "loop.h"

struct file {
	int descriptor; /* -1: it is not open */
	int flags;      /* of open(2) */
	bool is_seekable;
	bool is_left;                 /* nobody uses it: it has only to be closed */
	struct lock lock;             /* held while a task uses it */
	struct file_request *pending; /* a thread is at work, or has been; or NULL */
	char *buffer;                 /* what was read and not yet given */
	size_t begin, end;            /* of that, in buffer */
	size_t capacity;
	size_t text_length; /* of what was given last */
	const char *mode;
	char path[];
};

/* One is done at a time, in a thread. What it reads and writes is its own, so that a
 * task that is cancelled can leave it to the next one. */
struct file_request {
	uv_work_t uv;
	struct future done;
	struct file *file;
	bool is_over;  /* the thread has done its work */
	bool must_run; /* even if nobody waits for it any more */
	/* In the thread; gives what becomes the result: minus errno, if it fails. */
	ssize_t (*work)(struct file_request *);
	/* In the loop, later: takes effect on the file. NULL: there is none. */
	ssize_t (*effect)(struct file_request *);
	ssize_t result;
	off_t offset;
	int whence;
	size_t unread; /* so many bytes before the descriptor's offset the file stands */
	size_t length; /* of data */
	char data[];
};

/* A new one, with room for so many bytes. Before, it suspends until that which is
 * pending has ended. Raises MemoryError, CancelledError. */
struct file_request *file_request_new(struct file *, size_t room);

/* Suspends until a thread has done it, and gives its result; frees it. The work and the
 * effect are set by the caller. Raises CancelledError: then it is pending. */
ssize_t file_request_do(struct file_request *);

/* Suspends until nothing is pending. Raises CancelledError. */
void file_settle(struct file *);

/* Nobody uses it any more: closes and frees it, as soon as no thread is at work. */
void file_leave(struct file *);

/* As file_request_do, but raises the OSError, if it fails. */
ssize_t file_request_succeed(struct file_request *);

/* What was read ahead is dropped: the descriptor's offset is where the file stands. */
void file_forget_read(struct file *);

/* What was only read has nothing that would have to be waited for. */
static inline bool file_closes_at_once(const struct file *file)
{
	return (file->flags & O_ACCMODE) == O_RDONLY && file->is_seekable;
}

/* How many bytes were read ahead. */
static inline size_t file_held(const struct file *file)
{
	return file->end - file->begin;
}

#endif
