/*
 * A prediction: what somebody says that a program prints, and when, before it
 * is run.
 *
 * It is written as timed output, one line to a line, but by hand: a moment is
 * «1», «1.5» or «1.500», white space at the ends of a text does not matter, an
 * empty line is nothing, and one that begins with # is a remark. A moment with
 * a question mark in it, such as «?.???», is one that is still to be found.
 */
#ifndef COURSE_JUDGE_PREDICTION_H
#define COURSE_JUDGE_PREDICTION_H

#include "judge/timed_output.h"
#include "judge/verdict.h"

struct prediction {
	const char *text;  /* the whole file */
	const char *shown; /* its name, as the learner knows it */
	const struct timed_output *expected;
	const char *where_to_start; /* what to say of an empty one, or NULL */
};

/* The verdict, whose divergence points into `expected` and `predicted`; and the
 * lines that were predicted, up to the first that cannot be read. */
void prediction_judge(const struct prediction *prediction, struct timed_output *predicted,
		      struct verdict *verdict);

#endif
