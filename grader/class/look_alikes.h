/*
 * Look-alikes: programs of a class whose structure agrees more than chance would have
 * it.
 *
 * Few ways lead to a short program, so that two are alike says little by itself: what
 * half of the class has written is taught, not copied. What counts is what the two
 * share and hardly anybody else has. And even then it is a question for a teacher to
 * ask, not an answer: nothing here touches a mark.
 */
#ifndef COURSE_CLASS_LOOK_ALIKES_H
#define COURSE_CLASS_LOOK_ALIKES_H

#include "class/structure.h"

struct look_alike {
	size_t one, other; /* places in what was given, one < other */
	unsigned percent;  /* of the pieces of both, those that they share */
	size_t shared;     /* pieces that both have */
	size_t rare;       /* of these, those that few others have */
};

struct look_alikes {
	struct look_alike *pairs; /* the most telling first */
	size_t count;
};

/* A pair is listed if they share so many percent of their pieces, and enough that few
 * others have. */
void look_alikes_find(struct look_alikes *found, const struct structure *structures,
		      size_t count, unsigned percent);
void look_alikes_free(struct look_alikes *found);

/* So many may have a piece for it to be one that few have, in a class of that size. */
size_t look_alikes_few(size_t count);

#endif
