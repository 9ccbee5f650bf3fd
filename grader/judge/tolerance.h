/*
 * Tolerance: by how much a right line may miss its moment.
 *
 * On the virtual clock by nothing. On a clock that flows, by a little; and by as much
 * as the machine had been late itself *until the line came*. A line is judged by a clock
 * that stands still while the machine is late: a delay excuses all that comes behind it,
 * since that may hang on what was held up, and nothing that should have come before.
 */
#ifndef COURSE_JUDGE_TOLERANCE_H
#define COURSE_JUDGE_TOLERANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Since the start of the program, on its clock. */
typedef int64_t milliseconds;

/* A span in which the machine let everybody wait. */
struct delay {
	milliseconds from, length;
	milliseconds before; /* the lengths of all delays before it */
};

struct delays {
	struct delay *items; /* in order; they do not overlap */
	size_t count, capacity;
	milliseconds total; /* of their lengths */
	milliseconds most;  /* what all of them excuse together */
};

struct tolerance {
	milliseconds early;
	milliseconds late;
	const struct delays *delays; /* not owned; NULL: the machine was never late */
};

/* A delay behind those that are there. Of no length: nothing is added. */
void delays_add(struct delays *delays, milliseconds from, milliseconds length);

/* How late the machine had been when it was that moment; 0 for NULL. */
milliseconds delays_until(const struct delays *delays, milliseconds at);

void delays_free(struct delays *delays);

bool tolerance_is_early(const struct tolerance *tolerance, milliseconds expected,
			milliseconds actual);
bool tolerance_is_late(const struct tolerance *tolerance, milliseconds expected,
		       milliseconds actual);

/* How far two spans that should be equal may lie apart. */
milliseconds tolerance_in_all(const struct tolerance *tolerance);

#endif
