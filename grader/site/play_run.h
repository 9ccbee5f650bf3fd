/* One play: run, and written as the text that is kept of it. */
#ifndef COURSE_SITE_PLAY_RUN_H
#define COURSE_SITE_PLAY_RUN_H

#include "course/submission.h"
#include "site/play.h"
#include "text/text.h"

/* Three parts, each with its length before it: fault, moments, picture. */
void play_run(const struct play *play, const struct toolchain *toolchain,
	      struct text *report);

/* Reads such a text; false: it is none. */
bool play_read(struct play *play, const char *report, size_t length);

/* What has to be done before it can be run: a sentence to be freed, or NULL. */
char *play_lack(const struct play *play, const struct toolchain *toolchain);

/* The files that are run for an exercise. */
bool play_submission(const struct play *play, struct submission *submission,
		     char **error);

#endif
