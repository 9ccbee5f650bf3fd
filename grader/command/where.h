/* Where the learner is, and what to do there: for `course` alone and `next`. */
#ifndef COURSE_COMMAND_WHERE_H
#define COURSE_COMMAND_WHERE_H

#include "course/way.h"
#include "show/terminal.h"

/* The exercise at `index`, its lesson, the file to complete, the command to check. */
void where_text(const struct terminal *terminal, const struct curriculum *curriculum,
		size_t index);

#endif
