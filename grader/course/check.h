/*
 * A check: a submission compiled, run on its clock, and judged.
 *
 * This is what `course check` does once, `verify` for every answer, `watch` on
 * each save and `grade` for each submission.
 *
 * An exercise with parameters is judged by the case that it documents, and then,
 * if a seed is given, by unseen ones (course/parameter.h). What is expected there
 * is what the reference solution prints, run with the same arguments on the
 * virtual clock. It is compiled once, as the submission is, and nothing of it is
 * left when the submission is run again. Each case has a folder of its own.
 *
 * Where the order at one instant is free, or the same, whoever is first, it can be
 * run under other schedules, too: what is ready then runs in other orders. A seed
 * names one of them, and gives it again.
 */
#ifndef COURSE_COURSE_CHECK_H
#define COURSE_COURSE_CHECK_H

#include <stdint.h>

#include "course/exercise.h"
#include "course/submission.h"
#include "judge/verdict.h"
#include "run/compile.h"
#include "run/program.h"

struct check;

/* Unseen cases, and what is expected in each of them. */
struct unseen_cases {
	struct parameter_case *cases;
	struct timed_output *expected;
	size_t count;
};

enum { MOST_SCHEDULES = 10000 };

struct check_request {
	const struct jail *jail; /* in which all is compiled and run, or NULL: none */
	const struct exercise *exercise;
	const struct submission *submission;
	const struct toolchain *toolchain;
	enum clock_mode clock;
	double speed;  /* with CLOCK_SCALED */
	bool sanitize; /* compiled with sanitizers: a fault is a CRASH */
	bool trace;    /* the result has the trace, for a picture; or, which costs */
	bool trace_failures; /* less: only that of a program which is not right */
	uint64_t seed;       /* that unseen cases are drawn from, … */
	size_t cases;        /* … so many, at most MOST_CASES; 0: none */
	/* What is expected in those, if it is known; NULL: the solution is asked. */
	const struct unseen_cases *unseen;
	/* Go on after a case that was not passed; then `check` is about the last. A
	 * program that crossed a limit, or does not compile, is let be. */
	bool every_case;
	/* Under which schedule it runs first, a seed of <async/run.h>; 0: what is
	 * ready first runs first. And if that passes, under how many more, at most
	 * MOST_SCHEDULES, with the seeds from `first_schedule` on. Where the exercise
	 * promises the order (ORDER_AS_STARTED) there are none. */
	uint64_t schedule;
	uint64_t first_schedule;
	size_t schedules;
	/* The case to be run instead of the documented one; NULL: that one. */
	const struct parameter_case *inputs;
	/* Called with each line as soon as it is complete; may be NULL. */
	void (*on_line)(const struct timed_line *line, void *context);
	/* Called when a case has been judged and all of `check` is about it, but for
	 * the times; may be NULL. */
	void (*on_case)(const struct check *check, void *context);
	void *context;
};

struct check {
	struct verdict verdict;
	const struct timed_output *expected; /* the exercise's, or of an unseen case: */
	struct unseen_cases unseen;          /* if they were not in the request */
	struct parameter_case inputs; /* of the case that all this is about: the first
				       * that was not passed, else the last */
	size_t cases_passed;          /* the documented one among them */
	uint64_t schedule;            /* that all this is about; 0: in order */
	size_t schedules_passed;      /* of those that were tried besides */
	struct timed_output actual;
	bool ran;                     /* else it was not even started */
	struct program_result result; /* if it ran */
	char *errors;                 /* what it wrote to standard error; any bytes */
	size_t errors_length;
	char *compiler_log;         /* what the compiler said of it all */
	char *command;              /* how the program that was run was compiled */
	struct tolerance tolerance; /* that the moments were judged by */
	struct delays delays;       /* of the machine's, in that run */
	double real_seconds;        /* from the start of the check to the verdict */
	double compile_seconds;
};

/* Always gives a verdict; JE if it could not be judged. Leaves no process and
 * no file behind. The verdict points into the exercise and into `check`, which
 * must not be moved. */
void check_exercise(const struct check_request *request, struct check *check);

/* Checks the reference solution in the place of the submission, in the same case,
 * with its trace: what was expected, for a picture. False, and nothing to be
 * freed, if there is none that runs. Its verdict means nothing. */
bool check_reference(const struct check_request *request, const struct check *check,
		     struct check *reference);

/* Draws the unseen cases that the request asks for, and runs the solution in each:
 * once for many checks. The request needs no submission. An exercise without
 * parameters has none. False, with a sentence, if the solution does not run. */
bool check_expect(const struct check_request *request, struct unseen_cases *unseen,
		  char **error);
void unseen_cases_free(struct unseen_cases *unseen);

void check_free(struct check *check);

#endif
