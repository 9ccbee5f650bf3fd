/*
 * What version control says was handed out, where a course is kept by git.
 *
 * What its author alone changes is an exercise's exercise.md and solution. So a version
 * of a file was handed out if each commit that made it also changed one of those, and
 * none is by the one who works here; and if those are here as they were then. Looked at
 * are, in this order, what is checked out, what it follows (@{upstream}), and the last
 * commit that changed what the author alone changes. Of a history that is not all here
 * (a shallow clone), nothing is known.
 *
 * A file that its author changed alone, without the exercise or the solution, is so not
 * told from a learner's work, and nothing is said of it.
 */
#ifndef COURSE_COURSE_VERSION_CONTROL_H
#define COURSE_COURSE_VERSION_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

#include "course/exercise.h"

/* Its bytes, to be freed; NULL: there is no git, or it does not know. */
char *version_control_handed_out(const struct exercise *exercise,
				 const struct exercise_file *file, size_t *length);

#endif
