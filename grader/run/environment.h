/*
 * The environment that a program finds: what was asked for, the clock's library and what
 * belongs to it.
 */
#ifndef COURSE_RUN_ENVIRONMENT_H
#define COURSE_RUN_ENVIRONMENT_H

#include <stddef.h>

#include "run/program.h"
#include "run/start.h"

struct environment {
	char **variables; /* NAME=value, NULL-terminated */
	size_t count;
};

/* Nothing of whoever runs it: for strangers, and for who is to be judged, so that it is
 * the same at home and in class. NULL-terminated. */
extern char *const environment_bare[];

/* `first`: number of the clock's first descriptor there; the trace's is the one below. */
void environment_make(struct environment *environment, const struct started *started,
		      const struct program_request *request,
		      const struct coordinator *clock, int first);
void environment_free(struct environment *environment);

#endif
