/*
 * «ready && puts("go");»: C's short way to write an if. gcc says of it that its value is
 * not used, as of what was forgotten; clang does not, since nothing was.
 */
#ifndef COURSE_RUN_UNUSED_VALUE_H
#define COURSE_RUN_UNUSED_VALUE_H

#include <stdbool.h>

#include "run/compile.h"

/* Did the compiler refuse that source for such statements, and for nothing else? */
bool unused_value_is_condition(const struct compile_result *result, const char *source);

#endif
