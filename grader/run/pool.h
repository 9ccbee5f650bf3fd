/*
 * A pool: a few processes that stay, and take one job after another.
 *
 * For many small jobs: what a worker has set up, the next job finds there. Memory
 * of the caller's is there to be read, as it was when the worker was started; what
 * a worker changes stays its own. (One process a job: run/parallel.h.)
 *
 * A worker may be killed or stopped by what it works on. That job has failed then,
 * and no other: whatever the worker left running is ended, and another worker goes
 * on. A job that fails may be asked for again; it comes after all others, when the
 * machine is quieter.
 */
#ifndef COURSE_RUN_POOL_H
#define COURSE_RUN_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "text/text.h"

enum pool_answer { POOL_DONE, POOL_AGAIN };

struct pool_request {
	size_t count;     /* of jobs */
	unsigned workers; /* at the same time; 0: one for each processor */
	bool turns;       /* that many take turns (run/turn.h) among half as many again */
	double patience;  /* seconds; a worker that takes longer over a job is ended */
	/* In a worker; what is reported goes to the caller. */
	void (*work)(size_t index, void *context, struct text *report);
	/* In the caller's process, as soon as a job has ended: not in their order. The
	 * failure is a sentence if it did not come to its end, else NULL. */
	enum pool_answer (*done)(size_t index, const char *report, double seconds,
				 const char *failure, void *context);
	/* In the caller's process, about every half second; may be NULL. */
	void (*tick)(void *context);
	void *context;
};

/* Returns when all have ended; false, with a sentence, if not all were done: an
 * interrupt was asked for, or no process could be started. */
bool pool_run(const struct pool_request *request, char **error);

#endif
