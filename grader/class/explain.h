/*
 * Explaining a mark: a record in words.
 */
#ifndef COURSE_CLASS_EXPLAIN_H
#define COURSE_CLASS_EXPLAIN_H

#include "class/grade.h"
#include "show/terminal.h"

/* All of it, or one exercise (NULL: all). */
void explain_grade(const struct terminal *terminal, const struct gradebook *gradebook,
		   const struct grade *grade, const char *exercise);

#endif
