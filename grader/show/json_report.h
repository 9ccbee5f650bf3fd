/*
 * The report of a check as JSON, for other programs.
 *
 * One object, on one line. Times are seconds. "index" counts lines from 0. A
 * text that is not UTF-8 has each of its odd bytes as \xNN and each backslash
 * doubled, and "escaped": true beside it. Names are only ever added.
 *
 * "arguments" are the parameters of the case that the report is about, by name;
 * "case" is its number among those of "seed", 0 the documented one; the seed is
 * null if there was none. "cases_passed" counts the documented one, too.
 */
#ifndef COURSE_SHOW_JSON_REPORT_H
#define COURSE_SHOW_JSON_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "course/check.h"

/* What is known of the check, but for what is another each time: without the real
 * times, and without the versions. A new object. */
json_t *json_of_check(const struct check_request *request, const struct check *check);

/* The same machine and tools have the same versions: compiler, flags, … */
json_t *json_of_versions(const struct toolchain *toolchain);

/* False if it could not be written. */
bool json_report(FILE *stream, const struct check_request *request,
		 const struct check *check);

#endif
