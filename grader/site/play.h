/*
 * A play: what a page shows of an exhibit (rehearsal/exhibit.h), so that it can be played
 * there. Its run is a recorded one, or is made when the site is.
 */
#ifndef COURSE_SITE_PLAY_H
#define COURSE_SITE_PLAY_H

#include <stdbool.h>

#include "rehearsal/rehearsals.h"

struct play {
	const struct exhibit *exhibit;
	const struct rehearsed *rehearsed;
	char *moments; /* when something happens, in milliseconds: «0 500 1000»; or NULL */
	char *picture; /* an SVG for a page; NULL: there is nothing to be seen */
	char *report;  /* of a wrong answer, as a terminal shows it; or NULL */
};

struct plays {
	struct play *plays;
	size_t count;
	struct exhibits exhibits; /* as many */
	struct rehearsed *rehearsed;
};

struct plays_request {
	const struct curriculum *curriculum;
	const struct toolchain *toolchain;
	bool solutions; /* those of exercises, too */
	unsigned jobs;  /* at the same time; 0: one for each processor */
	void (*progress)(size_t done, size_t count);
};

/* Makes the plays of all that a page shows the output of. False, with a sentence, if
 * it was interrupted; what is there is to be freed in any case. */
bool plays_make(const struct plays_request *request, struct plays *plays, char **error);
void plays_free(struct plays *plays);

/* What is known of it, or NULL. */
const struct play *plays_of_program(const struct plays *plays,
				    const struct lesson_program *program);
const struct play *plays_of_exercise(const struct plays *plays,
				     const struct exercise *exercise);

/* The one of a wrong answer, or NULL. */
const struct play *plays_of_mistake(const struct plays *plays);

#endif
