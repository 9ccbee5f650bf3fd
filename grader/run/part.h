/*
 * The optional parts of the runtime, such as HTTP or a database: which of them a
 * program includes, how it is linked with them, and what to install where one is not
 * there.
 *
 * The Makefile says so in a table beside the runtime's library. A line of it is
 *
 *	HEADER PART there WORD…         what to link with; libasync_… lies beside it
 *	HEADER PART missing PACKAGE…    of Debian's
 *
 * A program needs a part when a line of its own source includes <async/HEADER>.
 */
#ifndef COURSE_RUN_PART_H
#define COURSE_RUN_PART_H

#include <stdbool.h>
#include <stddef.h>

struct part {
	char *header; /* "http_session.h" */
	char *name;   /* "http" */
	bool there;
	char **words; /* to link with, or the packages that are missing; then NULL */
};

struct parts {
	struct part *parts; /* a row for each header */
	size_t count;
};

/* Reads the table of the folder in which the runtime's library lies. There is none
 * where no part was wanted: then no program needs one. */
void parts_read(struct parts *parts, const char *folder);
void parts_free(struct parts *parts);

/* The parts that a program of this text needs, each once; `needed` has room for as
 * many as there are rows. Gives their number. */
size_t parts_needed(const struct parts *parts, const char *source,
		    const struct part **needed);

/* A sentence on what has to be done before a program of this text can be compiled:
 * to be freed. NULL: nothing. */
char *parts_lack(const struct parts *parts, const char *source);

#endif
