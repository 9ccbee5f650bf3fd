/*
 * A check under way: what the files check*.c share, and nobody else.
 *
 *   check.c            the whole, from a request to a verdict
 *   check_files.c      the working folder and what lies in it
 *   check_compile.c    compiling all that the submission is made of
 *   check_run.c        one run, and what more is found out by running it again
 *   check_crash.c      running it again with sanitizers
 *   check_memory.c     running it again for what it does with its memory
 *   check_unseen.c     cases that nobody has seen
 *   check_schedules.c  the same case under other schedules
 */
#ifndef COURSE_COURSE_CHECK_WORK_H
#define COURSE_COURSE_CHECK_WORK_H

#include "course/check.h"
#include "judge/evidence.h"
#include "run/metronome.h"
#include "run/trace_reader.h"
#include "run/workspace.h"
#include "text/text.h"

struct work {
	const struct check_request *request;
	struct check *check;
	struct workspace workspace;
	char *sources;   /* folder of what is compiled */
	char *place;     /* folder in which it is run */
	bool reference;  /* it is the solution, run to know what to expect */
	bool crash_told; /* a second run for it has been made */
	bool guard;      /* it is run so that it ends where it uses freed memory */
	struct evidence evidence;
	struct evidence_source *files;
	struct text errors;
	char *failed; /* why it could not be judged, or NULL */
};

/* The check has no verdict yet and may point to what the request points to. */
void work_start(struct work *work, const struct check_request *request,
		struct check *check);
/* Removes its files; what the check keeps stays. */
void work_free(struct work *work);

/* Sets the verdict to «could not be judged», for good; takes the sentence. False. */
bool work_unable(struct work *work, char *sentence);
/* Sets it once more, if it was set. */
void work_recall_failure(struct work *work);

/* ---- check_files.c: each is false if the verdict says why it cannot be ---- */

void work_describe_sources(struct work *work);
bool work_put_files(struct work *work);
/* A folder of that name, as it was before the first run, so that no run finds
 * what another has left. */
bool work_change_place(struct work *work, const char *name);
/* The same, named after the place that it is in, with that behind it. */
bool work_renew_place(struct work *work, const char *suffix);

/* ---- check_compile.c ----------------------------------------------------- */

/* What to compile, one request for each source; the strings are its own. */
struct compilation {
	struct compile_request *requests;
	struct compile_result *results;
	size_t count;
	size_t main; /* which of them is run */
};

void compilation_plan(struct work *work, struct compilation *plan, bool sanitize,
		      bool only_main);
void compilation_free(struct compilation *plan);
/* False, and the check could not be judged: the machine did not let the compiler do its
 * work. */
bool compilation_came_to_its_end(struct work *work, const struct compile_result *result);

/* Compiles all. False if there is a verdict now. */
bool work_compile(struct work *work);

/* ---- check_run.c --------------------------------------------------------- */

/* The path of the program that lies in the working place. To be freed. */
char *work_executable(const struct work *work);

/* Runs the program that lies in the working place; its result is filled in. */
void work_run(struct work *work, bool sanitized, bool trace,
	      struct program_result *result);

/* All that it wrote to standard error, as one text. */
void work_gather_errors(const struct program_result *result, struct text *errors);

/* Runs it and judges what it does by what the check expects. */
void work_run_and_judge(struct work *work);

/* What a metronome beside a run counted, as delays on the clock of the program, which
 * began at that moment of CLOCK_MONOTONIC and goes so many times as fast. What came
 * before its first instruction held up nothing. */
void work_note_delays(struct delays *delays, const struct metronome *metronome,
		      double speed, nanoseconds start);

/* Can another run, with a trace, tell more of the one that was made? */
bool work_can_be_traced(const struct work *work);
/* After another run: was it one? False, and the check could not be judged, where the
 * machine had no room for it. */
bool work_ran_again(struct work *work, const struct program_result *result);
bool work_printed_the_same(const struct program_result *one,
			   const struct program_result *other);
/* The check has that result from now on, and `result` is the one before. */
void work_take_result(struct work *work, struct program_result *result);

/* Forgets the run before and its verdict, for another. */
void work_forget_run(struct work *work);

/* ---- check_crash.c -------------------------------------------------------- */

/* Was it ended by a signal that sanitizers have more to say about? */
bool work_crashed(const struct work *work);

/* Reads the report of a sanitizer from what the program in its place has written. */
bool work_read_crash(struct work *work, const char *errors, struct crash_report *report);

/* Compiles it with sanitizers and runs it once more, in a place of its own. */
bool work_find_crash(struct work *work, struct crash_report *report);

/* Where the sanitizers did not come by: the place alone is known, from a run's trace. */
bool work_find_trap(const struct work *work, const struct trace *trace,
		    struct crash_report *report);

/* The verdict is about that from now on. The report must live as long as the run's
 * evidence is asked. */
void work_tell_crash(struct work *work, const struct crash_report *report);

/* ---- check_memory.c ------------------------------------------------------- */

/* Does a source name what memory, or an open file, comes of? */
bool work_allocates(const struct work *work);

/* After a verdict that does not say so: if it uses memory that is not its own, or has
 * lost some of it, the verdict says so. */
void work_judge_memory(struct work *work);

/* ---- check_unseen.c, check_schedules.c ----------------------------------- */

/* Tells who wants to know of each case that one has been judged. */
void work_tell_case(struct work *work);

/* Judges it in the cases that nobody has seen, as far as it may go on. */
void work_judge_unseen(struct work *work);

/* After a PASS, goes on as long as it is one. Then it is true. */
bool work_judge_schedules(struct work *work);

/* The message says under which schedule it is so, and how many were tried. */
void work_name_schedules(struct work *work);

#endif
