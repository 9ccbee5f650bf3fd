/*
 * The evidence: all that a diagnosis may look at. Nothing in it is owned.
 */
#ifndef COURSE_JUDGE_EVIDENCE_H
#define COURSE_JUDGE_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/divergence.h"
#include "judge/timed_output.h"
#include "judge/verdict.h"

struct leak;
struct program_result;
struct trace;

/* One file of the learner's. */
struct evidence_source {
	const char *name;     /* as compiled, and so in debug information */
	const char *shown;    /* as the learner knows it */
	const char *text;     /* the whole file: judge/source_encoding.h */
	const char *solution; /* the reference solution's, or NULL: not at hand */
	const char *program;  /* name of the executable made from it */
	bool runtime;         /* linked with the runtime: its code is coroutines */
	bool main;            /* it is the program that was run */
};

/* What a sanitizer reported; see judge/crash_report.h. */
struct crash_report {
	char *what; /* the beginning of a sentence, or NULL: nothing was found */
	char *file; /* without its folders, or NULL */
	int line;
};

struct evidence {
	const struct timed_output *expected;
	const struct timed_output *actual;
	struct divergence divergence;
	struct tolerance tolerance;
	const struct program_result *result;
	const char *errors;               /* standard error as one text, lines ended */
	const struct trace *trace;        /* of a run that printed the same, or NULL */
	const struct crash_report *crash; /* of a second run with sanitizers, or NULL */
	const struct leak *leak; /* of a run that printed the same, or NULL: none */
	const struct evidence_source *sources;
	size_t source_count;
	/* What was ready at one time ran in another order than that in which it was
	 * started. */
	bool permuted;
	/* In another case than the documented one, what is expected in that; or NULL. */
	const struct timed_output *documented;
	/* What the exercise asks to be used, and to be done without, as it says it: see
	 * course/exercise.h; or NULL. */
	const char *uses, *without;
	/* What the files print as handed out, and what to say then; or NULL. */
	const struct timed_output *handed_out;
	const char *where_to_start;
};

/* The source of that name, or NULL: the file is not the learner's. */
const struct evidence_source *evidence_find_source(const struct evidence *evidence,
						   const char *name);

/* The source of the program that was run. */
const struct evidence_source *evidence_main_source(const struct evidence *evidence);

/* A place in a file of the learner's, with the text of its line; an empty place
 * if the file is not the learner's. */
struct place evidence_place(const struct evidence *evidence, const char *file, int line);

#endif
