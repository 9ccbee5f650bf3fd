/*
 * The root: the folder that holds a course, and what exercises are in it.
 */
#ifndef COURSE_COURSE_ROOT_H
#define COURSE_COURSE_ROOT_H

#include <stdbool.h>

#include "course/exercise.h"
#include "text/file.h"

/* The folder named by `given`; or, if that is NULL, the nearest one above the
 * working directory that holds exercises/, else the nearest above this binary.
 * To be freed; NULL and a sentence if there is none. */
char *root_find(const char *given, char **error);

/* The names of all exercises: the folders in exercises/ with an exercise.md. */
void root_exercises(const char *root, struct names *names);

/* The exercise in whose folder the working directory lies, or NULL. */
char *root_exercise_here(const char *root);

/* The exercise that has a file of that name, if only one has; or NULL. */
char *root_exercise_with(const char *root, const char *file);

/* Reads the exercise of that name; the error suggests the nearest name. */
bool root_open(const char *root, const char *name, struct exercise *exercise,
	       char **error);

#endif
