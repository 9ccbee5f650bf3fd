/*
 * Targets: what a reader can choose on a page. A program, to run it; a covered output, to
 * uncover it; a link, to follow it.
 */
#ifndef COURSE_STAGE_TARGET_H
#define COURSE_STAGE_TARGET_H

#include <stdbool.h>
#include <stddef.h>

#include "stage/lesson_page.h"

struct target {
	size_t block;
	const char *link; /* the name of a lesson or exercise; NULL: the block itself */
	size_t nth;       /* of the links in its block */
	size_t line;      /* of the block's sheet, on which it begins */
	size_t piece;     /* of that line */
};

struct targets {
	struct target *items;
	size_t count;
};

void targets_add_block(struct targets *targets, size_t block);

/* Each link in what the block shows. The page must live as long as the targets. */
void targets_add_links(struct targets *targets, const struct lesson_page *page,
		       size_t block);
void targets_free(struct targets *targets);

/* The one that was `target` before the page was laid out anew; the count: it is gone. */
size_t targets_find(const struct targets *targets, const struct target *target);

/* Draws a link as chosen, or no longer. */
void target_mark(const struct target *target, struct lesson_page *page, bool chosen);

#endif
