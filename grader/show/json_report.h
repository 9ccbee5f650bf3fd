/*
 * The report of a check as JSON, for other programs.
 *
 * One object, on one line. Times are seconds. "index" counts lines from 0. A
 * text that is not UTF-8 has each of its odd bytes as \xNN and each backslash
 * doubled, and "escaped": true beside it. Names are only ever added.
 */
#ifndef COURSE_SHOW_JSON_REPORT_H
#define COURSE_SHOW_JSON_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "course/check.h"

/* False if it could not be written. */
bool json_report(FILE *stream, const struct check_request *request, const struct check *check);

#endif
