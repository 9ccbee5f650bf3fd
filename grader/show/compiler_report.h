/*
 * The report of a check as a compiler would write it, for the lists of problems
 * that editors keep: «file:line:column: error: what is wrong», each on one line. A
 * right program has none.
 */
#ifndef COURSE_SHOW_COMPILER_REPORT_H
#define COURSE_SHOW_COMPILER_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "course/check.h"

/* False: it could not be written. */
bool compiler_report(FILE *stream, const struct check_request *request,
		     const struct check *check);

#endif
