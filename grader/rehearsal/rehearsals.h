/*
 * Many rehearsals: what is recorded is taken, the rest is run, some at the same time.
 */
#ifndef COURSE_REHEARSAL_REHEARSALS_H
#define COURSE_REHEARSAL_REHEARSALS_H

#include "rehearsal/exhibit.h"
#include "rehearsal/recorded_runs.h"
#include "rehearsal/recording.h"
#include "run/compile.h"

/* What is known of an exhibit of many. */
struct rehearsed {
	char *lack;    /* what it needs is not here: a sentence; or NULL */
	char *fault;   /* it did not do what the course shows: a sentence; or NULL */
	bool recorded; /* there was no need to run it */
};

struct rehearsals_request {
	const struct exhibits *exhibits;
	const struct toolchain *toolchain;
	struct recorded_runs *runs; /* where they are looked for, and added */
	unsigned jobs;              /* at the same time; 0: one for each processor */
	/* So many of those that are to be run have been; may be NULL. */
	void (*progress)(size_t done, size_t count);
	/* Takes the recording of a run that went well; may be NULL. */
	void (*take)(size_t exhibit, const struct recording *recording, void *context);
	void *context;
};

/* Finds or runs all of them; `rehearsed` has room for each. False, with a sentence, if
 * it was interrupted; what is there is to be freed in any case. */
bool rehearse_all(const struct rehearsals_request *request, struct rehearsed *rehearsed,
		  char **error);
void rehearsed_free(struct rehearsed *rehearsed, size_t count);

#endif
