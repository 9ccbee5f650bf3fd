/*
 * What is told of a grading: how far it is, and at its end how the class did.
 */
#ifndef COURSE_CLASS_SUMMARY_H
#define COURSE_CLASS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "class/gradebook.h"
#include "class/overview.h"
#include "show/terminal.h"

/* How far it is: one line that changes on a terminal, elsewhere a line now and then. */
struct progress {
	FILE *stream;
	bool live;
	double start, told; /* by the machine's clock, in seconds */
};

void progress_begin(struct progress *progress, FILE *stream);
void progress_tell(struct progress *progress, size_t done, size_t count);
void progress_end(struct progress *progress);

/* Seconds since it began. */
double progress_seconds(const struct progress *progress);

/* Marks, verdicts and the commonest mistakes. */
void summary_show(const struct terminal *terminal, const struct gradebook *gradebook,
		  const struct overview *overview);

#endif
