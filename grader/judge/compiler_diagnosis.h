/*
 * What the compiler says, in the learner's terms.
 *
 * The macros of <async.h> are made so that a wrong use of them does not
 * compile. The message then is C's, about a name that the learner never
 * wrote; compiler_table.c says what it means. Add a row there.
 */
#ifndef COURSE_JUDGE_COMPILER_DIAGNOSIS_H
#define COURSE_JUDGE_COMPILER_DIAGNOSIS_H

#include <stdbool.h>

#include "judge/evidence.h"

struct compile_result;

/* The verdict COMPILE on a program that was not made: its first error, told in
 * the learner's terms where the table knows it. */
void compiler_diagnose(const struct compile_result *result,
		       const struct evidence *evidence, struct verdict *verdict);

#endif
