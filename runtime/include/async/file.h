/*
 * Files, off the loop: what has to wait for a disk is done by libuv's threads
 * (uv_queue_work), and never holds up the other tasks. What the system holds in memory
 * is read at once, and then others have their turn. The surface is that of aiofiles.
 *
 *	async_with (file, async_open("app.log", "r")) {   async with aiofiles.open("app.log") as file:
 *		async_for (char *, line, file)                    async for line in file:
 *			puts(line);                                       print(line, end="")
 *	} end_with
 *
 * All that is awaited here suspends the task, and raises OSError or one of its kinds,
 * with errno's sentence. Of several tasks that use one file, one comes after the other.
 *
 * A task may be cancelled at each of these awaits. The thread that is at work for it
 * goes on, and what it does is not lost: what it reads is given to the next read, and
 * whoever uses the file next waits for its end. So does the end of the block, but for a
 * pipe or a terminal, where it may never come; that is closed when the thread is done.
 */
#ifndef ASYNC_FILE_H
#define ASYNC_FILE_H

#include <stdio.h> /* SEEK_SET, SEEK_CUR, SEEK_END */
#include <sys/types.h>

#include "context_manager.h"
#include "iterator.h"

struct file;

/* Reading from a file that is open for writing, and the like: an OSError, and a
 * ValueError (io.UnsupportedOperation). */
extern const struct exception_type UnsupportedOperation[1];

/*
 * A context manager for an open file: aenter opens it, aexit closes it. The mode is
 * open()'s: one of r, w, a, and x, which is w for a file that is not there yet; a + for
 * both reading and writing; b and t mean nothing. ValueError for another.
 *
 * Entering raises FileNotFoundError, FileExistsError, PermissionError,
 * IsADirectoryError or another OSError; leaving may raise one, too. A manager that is
 * never entered is never freed.
 */
struct async_open_async_context_manager async_open(const char *path, const char *mode)
	__attribute__((warn_unused_result));

async_declare(struct file *, async_open_aenter, (struct file *, file));

struct async_open_async_context_manager {
	struct file *self;
	struct async_open_aenter_coroutine (*aenter)(struct file *);
	bool (*aexit)(void *, struct exception *);
};

/* ---- reading ----
 *
 * A text that is read is the file's, until the next call on the file. Behind it stands
 * a NUL; where there may be NULs within, file_length is how long it is. A line is
 * without its newline.
 */

/*
 * The lines, one by one, the last one also if it was never ended. A line takes the
 * memory that it needs, the file does not: one of any size takes the same.
 *
 * async_for takes the file itself; file_lines(file) is what aiter wants.
 */
struct file_lines_async_iterable file_lines(struct file *)
	__attribute__((warn_unused_result));

struct file_lines_async_iterable {
	struct file *self;
	void *(*aiter)(void *);
	const struct iterator_methods *async_methods;
	char *item[0];
};

/* readline(): the next line; NULL if there is none yet. A line that another process has
 * only begun to write is not given before it is whole, so that a growing file can be
 * followed; file_read_rest gives a last line that was never ended, or NULL. */
async_declare(char *, file_readline, (struct file *, file));
async_declare(char *, file_read_rest, (struct file *, file));

/* readlines(): all lines that are left, as a list (list.h), which the caller frees; the
 * lines in it are the file's. */
async_declare(char **, file_readlines, (struct file *, file));

/* read(n): n bytes, fewer only if the end comes first; NULL at the end. */
async_declare(char *, file_read_bytes, (struct file *, file), (size_t, n));

/* read(): all that is left of it. This text is the caller's, who frees it with free. */
async_declare(char *, file_read, (struct file *, file));

/* How many bytes the last of these has given. */
size_t file_length(const struct file *);

/* ---- writing ----
 *
 * What was written when the await is over is with the system, and seen by all who read
 * the file. If it fails in the middle (the disk is full), the part before that is
 * written.
 */

/* write(): all of it. */
async_declare(void, file_write, (struct file *, file), (const char *, text));
async_declare(void, file_write_bytes, (struct file *, file), (const void *, data),
	      (size_t, length));

/* writelines(): each line of the list, with a newline, as file_readlines gives them.
 * (Python's lines bring their own.) */
async_declare(void, file_writelines, (struct file *, file), (char **, lines));

/* flush(): nothing is kept back, so there is only to wait for what was begun before.
 * file_sync waits until it is on the disk (os.fsync). */
async_declare(void, file_flush, (struct file *, file));
async_declare(void, file_sync, (struct file *, file));

/* ---- where it stands ---- */

/* seek(): goes to an offset in bytes from the begin (SEEK_SET), from where it stands
 * (SEEK_CUR) or from the end (SEEK_END); gives where that is, counted from the begin.
 * UnsupportedOperation if the file is a pipe or a terminal. */
async_declare(off_t, file_seek, (struct file *, file), (off_t, offset), (int, whence));

/* tell(): where it stands. */
async_declare(off_t, file_tell, (struct file *, file));

/* truncate(): makes it so many bytes long, up to where it stands if `size` is negative;
 * gives its size. Where it stands is not changed by it. */
async_declare(off_t, file_truncate, (struct file *, file), (off_t, size));

/* fileno(): its descriptor. */
int file_fileno(const struct file *);

#endif
