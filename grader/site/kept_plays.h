/*
 * What is kept of plays, from one making of the site to the next.
 *
 * A file for each course, in the cache (text/cache.h): for each play its digest and
 * its report. It is read whole, and replaced whole by what
 * was used, so it does not grow. Whatever is wrong with it, plays are run again.
 */
#ifndef COURSE_SITE_KEPT_PLAYS_H
#define COURSE_SITE_KEPT_PLAYS_H

#include "site/play.h"
#include "text/text.h"

struct kept_plays {
	char *path; /* NULL: nothing is kept */
	char *bytes;
	size_t length;
	char **digests; /* of each play */
	char **reports; /* of those that were run anew */
	size_t count;
};

void kept_plays_open(struct kept_plays *kept, const struct plays_request *request,
		     const struct plays *plays);

/* The report of the play of that index, if it is known: a part of `kept`. */
const char *kept_plays_find(const struct kept_plays *kept, size_t index, size_t *length);

/* To be kept from now on. */
void kept_plays_add(struct kept_plays *kept, size_t index, const char *report);

/* Writes the file, if anything is new. */
void kept_plays_close(struct kept_plays *kept);

#endif
