/*
 * A rehearsal: a program of a lesson, compiled, run on the virtual clock, and kept
 * with its lines, their moments and its picture.
 */
#ifndef COURSE_STAGE_REHEARSAL_H
#define COURSE_STAGE_REHEARSAL_H

#include "course/lesson_check.h"
#include "show/picture.h"

struct rehearsal {
	const struct lesson_program *program;
	struct lesson_check check;
	struct picture picture; /* points into the check */
};

/* What the program is meant to print is what the lesson shows of it. */
void rehearse(struct rehearsal *rehearsal, const struct lesson *lesson,
	      const struct lesson_program *program, const struct toolchain *toolchain);
void rehearsal_free(struct rehearsal *rehearsal);

/* Did it run, and as the lesson says? One that is meant to fail has to. */
bool rehearsal_went_well(const struct rehearsal *rehearsal);

#endif
