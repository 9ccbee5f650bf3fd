/*
 * Rings: groups of a class, larger than a few, whose programs are built alike.
 *
 * Where a program went round, what it has is not rare any more, and no pair is found by
 * what few have (class/look_alikes.h). But each choice that somebody makes in a program
 * is made by a part of the class, and two who make all of them alike by chance are the
 * rarer, the more choices there are and the fewer make them so. What stands in the
 * course's own answers, or in half of the class, is what the exercise leads to, and no
 * choice. This, too, is a question.
 */
#ifndef COURSE_CLASS_RING_H
#define COURSE_CLASS_RING_H

#include "class/structure.h"

struct ring {
	size_t *members;  /* places in what was given, in order */
	size_t count;     /* of these: more than look_alikes_few */
	unsigned percent; /* so much, or more, each agrees with another one of them */
};

struct rings {
	struct ring *rings; /* the largest first */
	size_t count;
};

/* A ring is listed if each of its members agrees with half of them in so many percent of
 * what is not usual, and if that is no chance. `usual` is what the exercise leads to. All
 * are finished. */
void rings_find(struct rings *found, const struct structure *structures, size_t count,
		const struct structure *usual, unsigned percent);
void rings_free(struct rings *found);

#endif
