/*
 * Recorded runs: recordings of exhibits, known again by all that a run follows from.
 *
 * To run the programs of a course takes as long as to compile them. So what they did
 * is recorded, in one file for all of them, in two places:
 *
 *   - `make` records the course's own into its build, and `make install` takes the file
 *     along. From there it is only read.
 *   - What the build's does not hold (a course of one's own, solutions, another compiler)
 *     is kept in the cache (text/cache.h), a file for each course.
 *
 * An entry is found by two digests: what is run (its sources, and what is shown of
 * it), and with what (compiler, runtime and its headers, clock, and this binary, in which
 * the flags are). Nothing that is out of date is found, and so nothing has to be
 * thrown away for being it. Whatever is wrong with a file, exhibits are run again.
 */
#ifndef COURSE_REHEARSAL_RECORDED_RUNS_H
#define COURSE_REHEARSAL_RECORDED_RUNS_H

#include "rehearsal/exhibit.h"
#include "run/compile.h"

struct recorded_file {
	char *path; /* NULL: there is none */
	char *bytes;
	size_t length;
};

struct recorded_run;

struct recorded_runs {
	struct recorded_file built, kept;
	char *with;                 /* the digest of the tools, or NULL */
	struct recorded_run *fresh; /* added since it was opened */
	size_t fresh_count;
};

/* Of the course in this folder. Without a toolchain (NULL) a run is found by what is run
 * alone. */
void recorded_runs_open(struct recorded_runs *runs, const char *root,
			const struct toolchain *toolchain);

/* Only of this file, which need not be there yet. */
void recorded_runs_open_file(struct recorded_runs *runs, const char *path,
			     const struct toolchain *toolchain);

/* The recording of an exhibit, a part of `runs`; NULL: none is known. */
const char *recorded_runs_find(const struct recorded_runs *runs,
			       const struct exhibit *exhibit, size_t *length);

/* To be kept in the cache from now on, in the place of the one of that name. */
void recorded_runs_add(struct recorded_runs *runs, const struct exhibit *exhibit,
		       const char *recording, size_t length);

/* Writes what is known of these exhibits, and nothing else, into a file: whole, or not at
 * all. */
bool recorded_runs_write(const struct recorded_runs *runs,
			 const struct exhibits *exhibits, const char *path, char **error);

/* Keeps what was added. */
void recorded_runs_close(struct recorded_runs *runs);

#endif
