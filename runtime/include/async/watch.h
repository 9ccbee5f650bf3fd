/*
 * Watching a file: the kernel tells when it changes, nobody has to look (uv_fs_event;
 * on Linux inotify).
 *
 *	async_with (log, async_open("app.log", "r"), watch, file_watch("app.log")) {
 *		for (;;) {
 *			char *line = await (file_readline(log));
 *
 *			if (line)
 *				puts(line);
 *			else
 *				await (watch_next(watch));
 *		}
 *	} end_with
 *
 * Python has this from packages (watchfiles.awatch). A whole tail: tail.h.
 *
 * What is watched is the path: the file that is there now, the one that comes later,
 * and the one that takes its place. A folder changes when something in it does. File
 * systems of the network tell only what is changed from here; there, look from time to
 * time.
 */
#ifndef ASYNC_WATCH_H
#define ASYNC_WATCH_H

#include "context_manager.h"
#include "iterator.h"

struct file_watch;

enum file_change {
	FILE_CHANGED = 1,  /* its content or its attributes */
	FILE_REPLACED = 2, /* another file is at the path, or one for the first time */
	FILE_REMOVED = 4,  /* no file is there any more */
};

/* A context manager for a watch: it begins to watch when it is entered, so read the file
 * after that. Does not suspend. Raises FileNotFoundError or another OSError if there is
 * no such folder as the file is to be in, OSError if the system has no watches left.
 * One that is never entered is never freed. */
struct file_watch_async_context_manager file_watch(const char *path)
	__attribute__((warn_unused_result));

async_declare(struct file_watch *, file_watch_aenter, (struct file_watch *, watch));

struct file_watch_async_context_manager {
	struct file_watch *self;
	struct file_watch_aenter_coroutine (*aenter)(struct file_watch *);
	bool (*aexit)(void *, struct exception *);
};

/* Suspends until something has changed since the last call, or since the watch has
 * begun. The same change many times is one. FILE_CHANGED may come once too often, and
 * also of a file that was removed, as long as somebody writes to it. */
async_declare(enum file_change, watch_next, (struct file_watch *, watch));

/* What async_for makes of a struct file_watch *: its changes, without end. */
struct watch_changes_async_iterable watch_changes(struct file_watch *)
	__attribute__((warn_unused_result));

struct watch_changes_async_iterable {
	struct file_watch *self;
	void *(*aiter)(void *);
	const struct iterator_methods *async_methods;
	enum file_change item[0];
};

#endif
