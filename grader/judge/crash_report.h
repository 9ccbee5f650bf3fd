/*
 * A crash report: what the address and undefined behaviour sanitizers print, or what the
 * trace tells of a fault, reduced to one thing that happened and one line of the
 * learner's file.
 */
#ifndef COURSE_JUDGE_CRASH_REPORT_H
#define COURSE_JUDGE_CRASH_REPORT_H

#include <stdbool.h>

#include "judge/evidence.h"

/* Reads a report from what a program wrote to standard error. The line is the
 * innermost one that stands in one of the sources of `evidence`; where the report has
 * addresses alone, it is found in the debug information of `executable`. */
bool crash_report_read(const char *errors, const char *executable,
		       const struct evidence *evidence, struct crash_report *report);
/* Reads one from the trace of a run beside which grader/heap was: of the first fault
 * that stands in one of the sources. */
bool crash_report_of_trace(const struct trace *trace, const char *executable,
			   const struct evidence *evidence, struct crash_report *report);
void crash_report_free(struct crash_report *report);

/* How a signal reads in a sentence: «SIGSEGV (it used memory that is not its
 * own)». To be freed. */
char *crash_signal_name(int number);

#endif
