/*
 * Many jobs, a few at a time, each in a process of its own.
 *
 * A job that crashes is a job that failed, and takes no other with it. What it
 * finds it writes into a text, which is handed to the caller's process. Memory
 * of the caller's is there to be read, and changes to it are lost.
 */
#ifndef COURSE_RUN_PARALLEL_H
#define COURSE_RUN_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>

#include "text/text.h"

struct parallel_request {
	size_t count;     /* of jobs */
	unsigned workers; /* at the same time; 0: one for each processor */
	/* In the process of the job `index`. */
	void (*work)(size_t index, void *context, struct text *report);
	/* In the caller's, as soon as a job has ended: not in their order. The report
	 * may hold any bytes, and a NUL is added to it; the failure is a sentence if
	 * the job did not come to its end, else NULL. */
	void (*done)(size_t index, const char *report, size_t length, double seconds,
		     const char *failure, void *context);
	void *context;
};

/* Returns when all have ended; false, with a sentence, if not all were done: an
 * interrupt was asked for, or a process could not be started. */
bool parallel_run(const struct parallel_request *request, char **error);

#endif
