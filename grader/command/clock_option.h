/*
 * The option --clock: virtual, real, or a speed such as 10x or 0.25x.
 */
#ifndef COURSE_COMMAND_CLOCK_OPTION_H
#define COURSE_COMMAND_CLOCK_OPTION_H

#include <stdbool.h>

#include "run/program.h"

/* NULL is the virtual clock. False, with a sentence, if the text is no clock. */
bool clock_option(const char *text, enum clock_mode *clock, double *speed, char **error);

#endif
