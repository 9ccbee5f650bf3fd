/*
 * A submission: the files that are judged, one for each that the exercise names.
 */
#ifndef COURSE_COURSE_SUBMISSION_H
#define COURSE_COURSE_SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>

#include "course/exercise.h"

struct submission_file {
	const struct exercise_file *file; /* of the exercise */
	char *path;  /* where it was read, as it was named to us; NULL: from no file */
	char *bytes; /* its content, and a NUL */
	size_t length;
};

struct submission {
	struct submission_file *files; /* as many, and in the order, of the exercise's */
	size_t count;
};

/*
 * Reads the exercise's files from `base`, and in the place of those of the same
 * name the ones in `paths`: files or folders. A single file of another name is
 * taken as the program, if the exercise has but one file to complete. Needs
 * `exercise` for as long as the submission lives.
 */
bool submission_read(struct submission *submission, const struct exercise *exercise,
		     const char *base, char *const *paths, size_t path_count,
		     char **error);

void submission_free(struct submission *submission);

#endif
