/*
 * Files as they were handed out, so that a learner can begin anew without git.
 *
 * The learner's work lies where the files were handed out, in exercises/NAME. So
 * the first that sees a course (the build, or any command of a learner's) keeps a
 * copy of each in ROOT/.course/handed_out/NAME, and never replaces it. What a reset
 * replaces is kept, too, in ROOT/.course/kept/NAME/MOMENT.
 */
#ifndef COURSE_COURSE_HANDED_OUT_H
#define COURSE_COURSE_HANDED_OUT_H

#include <stdbool.h>

#include "course/exercise.h"

/* Keeps a copy of each of its files that has none yet. */
bool handed_out_keep(const struct exercise *exercise, char **error);

/* For an author who has changed them: copies them anew, as they are now. */
bool handed_out_keep_anew(const struct exercise *exercise, char **error);

/* Puts the files back, and what they replace into *kept, a folder whose name is to
 * be freed; NULL if nothing had been changed. If something fails, what is there
 * is still there. */
bool handed_out_restore(const struct exercise *exercise, char **kept, char **error);

/* Brings back what is not there any more: an exercise without one of its files
 * cannot be read. */
void handed_out_bring_back(const char *root, const char *name);

/* Writes one of its files, and keeps what that replaces in the same way. */
bool handed_out_replace(const struct exercise *exercise, const struct exercise_file *file,
			const char *bytes, size_t length, char **kept, char **error);

/* Is any of its files another than was handed out? */
bool handed_out_changed(const struct exercise *exercise);

#endif
