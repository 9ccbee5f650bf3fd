/*
 * The first divergence: where a program's output leaves what was expected.
 *
 * Only the first, since what follows is most often its consequence. The kind
 * is found by aligning all that follows: a line that is left out does not make
 * wrong text of all the others.
 */
#ifndef COURSE_JUDGE_DIVERGENCE_H
#define COURSE_JUDGE_DIVERGENCE_H

#include <stddef.h>

#include "judge/timed_output.h"

enum divergence_kind {
	DIVERGENCE_NONE,
	DIVERGENCE_MISSING,      /* an expected line did not come */
	DIVERGENCE_EXTRA,        /* a line came that was not expected */
	DIVERGENCE_OUT_OF_ORDER, /* both lines are right, but not in this order */
	DIVERGENCE_EARLY,        /* the right line, too early */
	DIVERGENCE_LATE,         /* the right line, too late */
	DIVERGENCE_WRONG_TEXT,   /* another line, or the same without its newline */
};

struct divergence {
	enum divergence_kind kind;
	size_t index; /* of the line, from 0: all before it are right */
	const struct output_line *expected; /* NULL for an extra line; not owned */
	const struct output_line *actual;   /* NULL for a missing line; not owned */
};

struct divergence divergence_find(const struct timed_output *expected,
				  const struct timed_output *actual,
				  struct tolerance tolerance);

/* «missing», «extra», «out of order», «early», «late», «wrong text», «none». */
const char *divergence_name(enum divergence_kind kind);

/* What is different, as one sentence without a cause; to be freed. */
char *divergence_sentence(const struct divergence *divergence);

#endif
