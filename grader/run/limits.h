/*
 * Limits: what of them the kernel keeps by itself.
 *
 * The others are kept by who runs the program, who looks at it now and then:
 * real and virtual time, output, resident memory, the number of processes.
 */
#ifndef COURSE_RUN_LIMITS_H
#define COURSE_RUN_LIMITS_H

#include "run/program.h"

/* In the new process, before exec. May be called between fork and exec. */
void limits_apply(const struct program_limits *limits);

#endif
