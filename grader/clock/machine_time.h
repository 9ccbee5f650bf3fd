/*
 * The machine's clock, which no program is told of.
 */
#ifndef COURSE_CLOCK_MACHINE_TIME_H
#define COURSE_CLOCK_MACHINE_TIME_H

#include "run/program.h"

/* CLOCK_MONOTONIC, in nanoseconds and in seconds. */
nanoseconds machine_time(void);
double machine_seconds(void);

#endif
