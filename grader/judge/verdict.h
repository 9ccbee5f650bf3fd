/*
 * The verdict: one word, one sentence, one place.
 */
#ifndef COURSE_JUDGE_VERDICT_H
#define COURSE_JUDGE_VERDICT_H

#include <stdbool.h>

#include "judge/divergence.h"

enum verdict_kind {
	VERDICT_PASS,
	VERDICT_WRONG,    /* a line is not as expected */
	VERDICT_TIME,     /* the right line at the wrong moment */
	VERDICT_PROTOCOL, /* right lines, but the protocol was not used or was broken */
	VERDICT_COMPILE,
	VERDICT_CRASH,    /* a signal, or memory used that it does not have */
	VERDICT_DEADLOCK, /* everything waits, and for nothing that could come */
	VERDICT_CPU,
	VERDICT_WALL, /* it went on for longer than it may */
	VERDICT_MEMORY,
	VERDICT_OUTPUT, /* it printed more than it may */
	VERDICT_FORBIDDEN,
	VERDICT_JE, /* the judge's own fault; never counts against anybody */
	VERDICT_COUNT,
};

/* A line of the learner's. */
struct place {
	char *file;   /* as the learner knows it; NULL if there is no place to name */
	int line;     /* from 1 */
	char *source; /* the text of that line, or NULL */
};

struct verdict {
	enum verdict_kind kind;
	char *message; /* what is wrong, and the cause if it is known */
	struct place where;
	char *cause;                  /* the name of its row in the table, or NULL */
	bool certain;                 /* false: the cause is worded as a question */
	struct divergence divergence; /* points into the outputs it was found in */
};

/* «PASS», «WRONG», … */
const char *verdict_name(enum verdict_kind kind);

/* The kind of that name; VERDICT_COUNT if there is none. */
enum verdict_kind verdict_of_name(const char *name);

/* What the word means, in a few plain words. */
const char *verdict_meaning(enum verdict_kind kind);

void place_free(struct place *place);
void verdict_free(struct verdict *verdict);

#endif
