/*
 * To verify: to hold a course to what it says of itself.
 *
 * What is to be held is cut into trials, each short and by itself, so that many
 * can be held at the same time. A trial that finds nothing has found it right.
 *
 *   verify_exercise.c   an exercise, its solution, its wrong and right answers
 *   verify_lesson.c     a lesson, each of its programs, its snippets
 *   verify_lack.c       what cannot be held here, for want of a library
 *   verify_order.c      what comes before what
 *   verify_table.c      what is printed in advance does not pass
 *   verify_links.c      links, and what is still to be written
 *   verify_page.c       the README of each folder, and the tables of the lessons'
 */
#ifndef COURSE_COURSE_VERIFY_H
#define COURSE_COURSE_VERIFY_H

#include <stdbool.h>
#include <stddef.h>

#include "course/curriculum.h"
#include "course/faults.h"
#include "run/compile.h"
#include "text/file.h"

/* What a trial may look at. */
struct verification {
	const struct curriculum *curriculum;
	const struct toolchain *toolchain;
	bool sanitize;  /* solutions are run with sanitizers, too */
	unsigned seeds; /* … and in unseen cases, of the seeds from 1 on */
};

struct trial {
	void (*hold)(const struct trial *trial, const struct verification *verification,
		     struct faults *faults);
	const struct exercise *exercise; /* what it is about: one of these, or none */
	const struct lesson *lesson;
	const char *name;   /* of an answer, program or file; not owned */
	size_t index;       /* of the mistake or program */
	bool sanitize;      /* with sanitizers */
	unsigned seed;      /* in unseen cases, too, drawn from it; 0: in none */
	unsigned schedules; /* under so many besides, where the order is not promised */
	size_t item;        /* the caller's */
};

struct trials {
	struct trial *trials;
	size_t count;
	struct names answers; /* owns the names */
};

/* Add what is to be held of an exercise, of a lesson, and of a page. */
void verify_exercise(struct trials *trials, const struct verification *verification,
		     const struct exercise *exercise);
void verify_lesson(struct trials *trials, const struct verification *verification,
		   const struct lesson *lesson);
void verify_page(struct trials *trials, const char *page);

/* Why an exercise or a lesson cannot be held on this machine: the part of the runtime
 * that it is about was not built. A sentence, to be freed; NULL: it can. */
char *verify_exercise_lack(const struct verification *verification,
			   const struct exercise *exercise);
char *verify_lesson_lack(const struct verification *verification,
			 const struct lesson *lesson);

/* The paths, from the folder of the course on, of its README.md and of those of
 * the folders in it. */
void verify_pages(const struct curriculum *curriculum, struct names *pages);

/* For those who add: a copy of it is kept. */
void trials_add(struct trials *trials, const struct trial *trial);
void trials_free(struct trials *trials);

/* What is printed out of a table, each line at its moment, does not pass. */
void verify_table(const struct trial *trial, const struct verification *verification,
		  struct faults *faults);

/* Each link of the document leads somewhere, and nothing in it is still TODO. */
void verify_links(const struct document *document, struct faults *faults);

/* An exercise, and a lesson, at its place in the curriculum. */
void verify_exercise_order(const struct curriculum *curriculum,
			   const struct exercise *exercise, struct faults *faults);
void verify_lesson_order(const struct curriculum *curriculum, const struct lesson *lesson,
			 struct faults *faults);

#endif
