/*
 * The report of a check as text: the verdict, the one sentence, the line of
 * source, and what was expected beside what came.
 */
#ifndef COURSE_SHOW_TEXT_REPORT_H
#define COURSE_SHOW_TEXT_REPORT_H

#include "course/check.h"
#include "show/terminal.h"

void text_report(const struct terminal *terminal, const struct check_request *request,
		 const struct check *check);

#endif
