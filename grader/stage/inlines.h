/*
 * What stands in a paragraph: words, emphasis, `code` and links, in styles.
 */
#ifndef COURSE_STAGE_INLINES_H
#define COURSE_STAGE_INLINES_H

#include <cmark.h>

#include "stage/sheet.h"

/* What a link that leads within the course begins with: the name of a lesson or an
 * exercise comes after it. */
#define COURSE_LINK "course:"

/* Adds what is in the node. A link to somewhere outside of the course is followed
 * by its address, since a terminal cannot follow it. */
void inlines_add(struct paragraph *paragraph, cmark_node *node, enum style style);

#endif
