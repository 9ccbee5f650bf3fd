/*
 * A program of a lesson, compiled, run and judged as a learner's would be.
 */
#ifndef COURSE_COURSE_LESSON_CHECK_H
#define COURSE_COURSE_LESSON_CHECK_H

#include "course/check.h"
#include "course/lesson.h"

/* A check of a program, and what it points into. */
struct lesson_check {
	struct check check;
	struct exercise exercise;
	struct submission submission;
};

/* Judges it by what the lesson shows of `shown`: the program itself, or the one
 * that it is held against. With `trace` the result has its trace, for a picture. */
void lesson_check(const struct lesson *lesson, const struct lesson_program *program,
		  const struct lesson_program *shown, const struct toolchain *toolchain,
		  bool trace, struct lesson_check *made);
void lesson_check_free(struct lesson_check *made);

#endif
