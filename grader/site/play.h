/*
 * A play: what a program of the course does when it is run, so that a page can
 * play it. It is run once, on the virtual clock, when the site is made.
 *
 * To run them all takes as long as to compile them all. So what comes out is
 * kept, in one file for each course below the user's cache folder, by a digest
 * of all that it follows from: the sources, the compiler, the runtime, the clock
 * and this binary. Where there is no such folder, each is run each time.
 */
#ifndef COURSE_SITE_PLAY_H
#define COURSE_SITE_PLAY_H

#include <stdbool.h>

#include "course/curriculum.h"
#include "run/compile.h"

struct play {
	/* What is run: a program of a lesson, or the solution of an exercise. */
	const struct lesson *lesson;
	const struct lesson_program *program;
	const struct exercise *exercise;
	/* Or: a wrong answer to it, of which the front page shows the report. */
	const struct exercise_mistake *mistake;
	/* What comes of it. */
	char *lack;    /* a part of the runtime that it needs is not here: a sentence */
	char *fault;   /* it did not do what the document shows: a sentence; or NULL */
	char *moments; /* when something happens, in milliseconds: «0 500 1000» */
	char *picture; /* an SVG for a page, or "": there is nothing to be seen; of a wrong
			* answer the report as a terminal shows it */
	bool kept;     /* it was not run, but known */
};

struct plays {
	struct play *plays;
	size_t count;
};

struct plays_request {
	const struct curriculum *curriculum;
	const struct toolchain *toolchain;
	bool solutions; /* those of exercises, too */
	unsigned jobs;  /* at the same time; 0: one for each processor */
	void (*progress)(size_t done, size_t count);
};

/* Runs all programs that a page shows the output of. False, with a sentence, if
 * it was interrupted; what is there is to be freed in any case. */
bool plays_make(const struct plays_request *request, struct plays *plays, char **error);
void plays_free(struct plays *plays);

/* What is known of it, or NULL. */
const struct play *plays_of_program(const struct plays *plays,
				    const struct lesson_program *program);
const struct play *plays_of_exercise(const struct plays *plays,
				     const struct exercise *exercise);

/* The report of a wrong answer, or NULL. */
const struct play *plays_of_mistake(const struct plays *plays);

#endif
