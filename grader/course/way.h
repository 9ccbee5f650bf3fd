/*
 * The way: from exercise to exercise, in the order of the course, past those that
 * are done.
 */
#ifndef COURSE_COURSE_WAY_H
#define COURSE_COURSE_WAY_H

#include "course/curriculum.h"
#include "course/progress.h"

/* Indices into the curriculum's exercises; its count if there is none. */

/* The first after `index` that is not passed, or else the first before it. An index
 * that is none begins with the first of all. */
size_t way_next(const struct curriculum *curriculum, const struct progress *progress,
		size_t index);

/* The one to work on: the current one, unless it is passed; then the next. */
size_t way_here(const struct curriculum *curriculum, const struct progress *progress);

/* How many are passed. */
size_t way_passed(const struct curriculum *curriculum, const struct progress *progress);

#endif
