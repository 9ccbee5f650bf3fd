/*
 * Owners: who of a class has which piece (class/structure.h).
 */
#ifndef COURSE_CLASS_OWNERS_H
#define COURSE_CLASS_OWNERS_H

#include "class/structure.h"

/* Somebody has a piece. */
struct owner {
	uint64_t piece;
	size_t index; /* of the structure that it is in */
};

struct owners {
	struct owner *owners; /* by piece, and of each piece by index */
	size_t count;
};

/* Of so many structures, all finished. */
void owners_find(struct owners *owners, const struct structure *structures, size_t count);
void owners_free(struct owners *owners);

/* Behind the last one of the piece that begins at `first`. */
size_t owners_end(const struct owners *owners, size_t first);

#endif
