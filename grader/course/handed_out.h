/*
 * Files as they were handed out, so that a learner can begin anew without git.
 *
 * The learner's work lies where the files were handed out, in exercises/NAME. So
 * the first that sees a course (the build, or any command of a learner's) keeps a
 * copy of each in ROOT/.course/handed_out/NAME. What a reset replaces is kept, too, in
 * ROOT/.course/kept/NAME/MOMENT.
 *
 * A course is updated while learners are at it. With the copies lies a digest of what
 * its author alone changes, exercise.md and the solution, as they were then: by another
 * digest an update is noticed. Then
 *
 *   - a file that is as its copy stays as it is, and so does the copy;
 *   - of any other, version control may know what was handed out: that is the copy from
 *     then on (course/version_control.h);
 *   - where it does not, a file that differs may be the author's new one or a learner's
 *     work. Nothing is done by guess: it is in doubt, and the learner is told.
 *
 * Without an update, what differs from its copy is a learner's work.
 */
#ifndef COURSE_COURSE_HANDED_OUT_H
#define COURSE_COURSE_HANDED_OUT_H

#include <stdbool.h>

#include "course/exercise.h"

/* Keeps a copy of each of its files that has none yet, and what else is kept with the
 * first. */
bool handed_out_keep(const struct exercise *exercise, char **error);

/* For whoever knows that they are as their author has them: copies them anew, as they are
 * now. */
bool handed_out_keep_anew(const struct exercise *exercise, char **error);

/* Follows an update, as said above. *doubt is then a sentence, to be freed; NULL: there
 * is none. */
bool handed_out_follow(const struct exercise *exercise, char **doubt, char **error);

/* Follows an update, and then puts the files back, and what they replace into *kept, a
 * folder whose name is to be freed; NULL if nothing had been changed. If something fails,
 * what is there is still there; so, too, if it is in doubt what was handed out. */
bool handed_out_restore(const struct exercise *exercise, char **kept, char **error);

/* Brings back what is not there any more: an exercise without one of its files
 * cannot be read. */
void handed_out_bring_back(const char *root, const char *name);

/* Writes one of its files, and keeps what that replaces in the same way. */
bool handed_out_replace(const struct exercise *exercise, const struct exercise_file *file,
			const char *bytes, size_t length, char **kept, char **error);

/* Is any of its files another than was handed out? Not if that is in doubt. */
bool handed_out_changed(const struct exercise *exercise);

#endif
