/*
 * The tail of a file: each line when it is written, as `tail -F` gives it.
 *
 *	async_for (char *, line, file_tail("app.log", SEEK_END))
 *		puts(line);
 *
 * It sleeps until the kernel tells of a change (watch.h). When another file takes the
 * place of this one (a log is rotated), what is left of the old one is given, and then
 * the new one from its begin; likewise when it is emptied. A file that is not there yet
 * is waited for.
 */
#ifndef ASYNC_TAIL_H
#define ASYNC_TAIL_H

#include <stdio.h> /* SEEK_SET, SEEK_END */

#include "async_generator.h"

/* Without end. From the begin of what is there now (SEEK_SET), or only what comes
 * (SEEK_END). A line is given when it is whole, without its newline, and is good until
 * the next; the last one of a file that was replaced, as it is. Raises OSError, as
 * async_open and file_watch do. The path must stay. */
AsyncGenerator(char *) file_tail(const char *path, int whence)
	__attribute__((warn_unused_result));

#endif
