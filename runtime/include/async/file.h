/*
 * Files, off the loop: reading never holds up the other tasks, for it is done
 * by libuv's threads (uv_fs_read).
 *
 *	async_with (file, async_open("app.log", "r")) {
 *		char *line = await (file_readline(file));
 *		…
 *	} end_with
 */
#ifndef ASYNC_FILE_H
#define ASYNC_FILE_H

#include "context_manager.h"

struct file;

/* A context manager for an open file: aenter opens it, aexit closes it. The
 * mode is fopen's: r, w or a, and r+, w+, a+; ValueError for another. Entering
 * raises FileNotFoundError or another OSError; one that is never entered is never
 * freed. */
struct async_open_async_context_manager async_open(const char *path,
						   const char *mode)
	__attribute__((warn_unused_result));

async_declare(struct file *, async_open_aenter, (struct file *, file));

struct async_open_async_context_manager {
	struct file *self;
	struct async_open_aenter_coroutine (*aenter)(struct file *);
	bool (*aexit)(void *, struct exception *);
};

/* All of these suspend the task, and raise OSError or one of its kinds. A task that
 * is cancelled meanwhile leaves the thread at its work; the file is closed when
 * that has ended. One task at a time.
 *
 * The next line, without its newline; NULL if there is none yet. A line that
 * another process has only begun to write is not given before it is whole, so
 * that a growing file can be followed; file_read_rest gives a last line that
 * was never ended. The text is the file's, until the next call. */
async_declare(char *, file_readline, (struct file *, file));
async_declare(char *, file_read_rest, (struct file *, file));

/* All that is left of it; the text is the caller's, who frees it with free. */
async_declare(char *, file_read, (struct file *, file));

/* Writes all of it. */
async_declare(void, file_write, (struct file *, file), (const char *, text));

#endif
