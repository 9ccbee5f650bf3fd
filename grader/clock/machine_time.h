/*
 * The machine's clock, which no program is told of.
 */
#ifndef COURSE_CLOCK_MACHINE_TIME_H
#define COURSE_CLOCK_MACHINE_TIME_H

#include "run/program.h"

/* CLOCK_MONOTONIC. */
nanoseconds machine_time(void);

#endif
