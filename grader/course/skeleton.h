/*
 * Skeletons: what a new exercise, lesson or course begins with.
 *
 * A skeleton works as it stands: it compiles, is judged, and its wrong answers
 * draw their sentences. What its author has to say is marked TODO, which
 * `course verify` counts as a fault for as long as it is there.
 */
#ifndef COURSE_COURSE_SKELETON_H
#define COURSE_COURSE_SKELETON_H

#include <stdbool.h>
#include <stddef.h>

#include "course/exercise.h"
#include "text/file.h"

/* In path and text, {NAME} stands for the name and {TITLE} for it in words. */
struct skeleton_file {
	const char *path; /* from the folder of the course */
	const char *text;
};

struct skeleton {
	const struct skeleton_file *files;
	size_t count;
};

struct skeleton skeleton_exercise(enum exercise_kind kind);
struct skeleton skeleton_lesson(void);
struct skeleton skeleton_course(void);

/* Is it a name for an exercise: small letters, digits and _, a letter first? And
 * for a lesson: the same, but with its number first, as in 07_async_iterators? */
bool skeleton_is_exercise_name(const char *name);
bool skeleton_is_lesson_name(const char *name);

/* Lays the files out in `folder`, which is made if it is not there. If one of
 * them is there already, nothing is written: false and a sentence. What was
 * written is added to `written`, from the folder on. */
bool skeleton_lay_out(const struct skeleton *skeleton, const char *folder,
		      const char *name, struct names *written, char **error);

#endif
