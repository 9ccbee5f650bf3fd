/*
 * Slides: a page, cut into what a screen can hold.
 *
 * A section's heading stands above each of its slides. Where the lesson shows what a
 * program prints, there is a slide on which it is run. Notes for the presenter
 * (<!-- note: … --> in the lesson) belong to the slide that they stand on.
 */
#ifndef COURSE_STAGE_SLIDES_H
#define COURSE_STAGE_SLIDES_H

#include <stdbool.h>
#include <stddef.h>

#include "stage/lesson_page.h"

struct slide {
	const char *heading;
	size_t first, end;   /* blocks of the page */
	const char *program; /* that is run here; NULL: none is */
	size_t code;         /* the block that holds its source; the page's count: none */
};

struct slides {
	struct slide *slides;
	size_t count;
};

/* Each has so many rows for its blocks; a block that is higher has one by itself. The
 * page must live as long as the slides. */
void slides_make(struct slides *slides, const struct lesson_page *page, size_t rows);
void slides_free(struct slides *slides);

#endif
