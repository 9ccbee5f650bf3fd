/*
 * The result of a run as JSON: one object, on one line. Times are seconds.
 */
#ifndef COURSE_COMMAND_RUN_JSON_H
#define COURSE_COMMAND_RUN_JSON_H

#include <stdbool.h>
#include <stdio.h>

#include "run/program.h"

/* `message`: how it ended, for a person, or NULL. False if it could not be written. */
bool run_json(FILE *stream, const struct program_request *request,
	      const struct program_result *result, const char *message);

#endif
