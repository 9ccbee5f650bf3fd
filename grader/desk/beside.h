/*
 * Beside: what is drawn for two halves of a terminal, put next to each other.
 */
#ifndef COURSE_DESK_BESIDE_H
#define COURSE_DESK_BESIDE_H

#include <stdbool.h>
#include <stddef.h>

#include "show/terminal.h"

struct beside {
	const struct terminal *terminal; /* the whole of it */
	struct terminal half;            /* draw for it, and into its stream */
	char *texts[2];
	size_t lengths[2];
	size_t side; /* that is drawn now */
};

/* Is the terminal so wide that each half can be read? */
bool beside_fits(const struct terminal *terminal);

/* What is written into the half from here on stands at the left; after beside_turn, at
 * the right. False: there is no memory for it. */
bool beside_begin(struct beside *beside, const struct terminal *terminal);
bool beside_turn(struct beside *beside);

/* Writes both. */
void beside_end(struct beside *beside);

#endif
