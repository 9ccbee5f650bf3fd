/*
 * Merging: the gradebooks of several machines, each with its share of a class, into one
 * that is as if one machine had graded all.
 */
#ifndef COURSE_CLASS_MERGE_H
#define COURSE_CLASS_MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "class/gradebook.h"

/* Fills the gradebook, which is locked. False, with a sentence, if they were not graded by
 * the same assignment, or a student is in two of them with different records. */
bool gradebooks_merge(struct gradebook *gradebook, char *const *folders, size_t count,
		      char **error);

#endif
