/*
 * A check: a submission compiled, run on its clock, and judged.
 *
 * This is what `course check` does once, `verify` for every answer, `watch` on
 * each save and `grade` for each submission.
 */
#ifndef COURSE_COURSE_CHECK_H
#define COURSE_COURSE_CHECK_H

#include "course/exercise.h"
#include "course/submission.h"
#include "judge/verdict.h"
#include "run/compile.h"
#include "run/program.h"

struct check_request {
	const struct exercise *exercise;
	const struct submission *submission;
	const struct toolchain *toolchain;
	enum clock_mode clock;
	double speed;                 /* with CLOCK_SCALED */
	bool sanitize;                /* compiled with sanitizers: a fault is a CRASH */
	bool trace;                   /* the result has the trace, for a picture */
	/* Called with each line as soon as it is complete; may be NULL. */
	void (*on_line)(const struct timed_line *line, void *context);
	void *context;
};

struct check {
	struct verdict verdict;
	const struct timed_output *expected;  /* the exercise's */
	struct timed_output actual;
	bool ran;                     /* else it was not even started */
	struct program_result result; /* if it ran */
	char *errors;                 /* what it wrote to standard error; any bytes */
	size_t errors_length;
	char *compiler_log;           /* what the compiler said of it all */
	char *command;                /* how the program that was run was compiled */
	struct tolerance tolerance;   /* that the moments were judged by */
	double real_seconds;          /* from the start of the check to the verdict */
	double compile_seconds;
};

/* Always gives a verdict; JE if it could not be judged. Leaves no process and
 * no file behind. The verdict points into the exercise and into `check`. */
void check_exercise(const struct check_request *request, struct check *check);

/* Checks the reference solution in the place of the submission, with its trace:
 * what was expected, for a picture. False, and nothing to be freed, if there is
 * none that runs. */
bool check_reference(const struct check_request *request, struct check *reference);

void check_free(struct check *check);

#endif
