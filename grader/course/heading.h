/*
 * The headings of a document, and the names by which links find them.
 *
 * The name (its anchor) is made as GitHub and most site generators make it: the
 * text in small letters, without punctuation, spaces as hyphens; a second one of
 * the same name ends in -1, a third in -2.
 */
#ifndef COURSE_COURSE_HEADING_H
#define COURSE_COURSE_HEADING_H

#include <stdbool.h>
#include <stddef.h>

#include "course/document.h"

struct heading {
	cmark_node *node;
	int level;
	char *text;
	char *anchor;
	int line;
};

struct headings {
	struct heading *headings;
	size_t count;
};

/* All headings, in their order. To be freed before the document. */
void headings_of(const struct document *document, struct headings *headings);
void headings_free(struct headings *headings);

const struct heading *headings_find(const struct headings *headings, const char *anchor);

#endif
