/*
 * Grading: every student of a roster judged, and a record written of each.
 *
 * A few workers (run/pool.h) take one student after another. What could not be judged
 * through no fault of the student's is tried again, after all others: JE. If it fails
 * again and again, the record says so, and there is no mark, and never a zero.
 */
#ifndef COURSE_CLASS_GRADING_H
#define COURSE_CLASS_GRADING_H

#include <stdbool.h>
#include <stddef.h>

#include "class/assignment.h"
#include "class/gradebook.h"
#include "class/roster.h"

struct grading {
	const struct assignment *assignment;
	const struct gradebook *gradebook;
	const struct roster *roster;
	unsigned jobs; /* at the same time; 0: one for each processor */
	bool resume;   /* records stand, but for JE, and for what was handed in anew */
	/* Of `count` students to be graded so many are, and so many have stood before;
	 * called in this process, now and then. May be NULL. */
	void (*progress)(size_t done, size_t count, void *context);
	void *context;
};

/* False, with a sentence, if not all was done: an interrupt. That some could not be
 * judged is no failure here: their records say so, or are not there. */
bool grade_all(const struct grading *grading, char **error);

/* Judges one student, and gives the record; the caller's. With `why`, the sentence if
 * anything of it could not be judged, to be freed, else NULL. */
json_t *grade_student(const struct assignment *assignment, const struct student *student,
		      char **why);

#endif
