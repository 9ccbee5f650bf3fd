/*
 * The option --report of `course grade` and `course merge`, and what both do at their
 * end.
 */
#ifndef COURSE_COMMAND_GRADE_REPORTS_H
#define COURSE_COMMAND_GRADE_REPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "class/gradebook.h"
#include "command/options.h"
#include "show/terminal.h"

/* All formats, for help and completion: as the table of class/report.c has them. */
#define GRADE_REPORTS                                                                    \
	"html|students|gradescope|junit|canvas|moodle|github|check50|prairielearn"

/* False, with a sentence, if one of them is no format. */
bool grade_reports_are_known(const struct option_list *names, char **error);

/* Writes them (none: the usual ones) and says where. The exit status: students without
 * a mark are named as a number, and are reason for 2. */
int grade_reports_write(const struct terminal *terminal,
			const struct gradebook *gradebook,
			const struct option_list *names, size_t missing);

#endif
