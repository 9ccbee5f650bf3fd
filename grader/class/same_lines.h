/*
 * Same lines: groups of a class who have written lines that nobody else has, names and
 * comments among it.
 *
 * Where few ways lead to a program the structure of a copy is that of many others, and
 * where a copy went round, that of each other: by what few have it is not found then
 * (class/look_alikes.h). By its words it is, as long as nobody has changed them. This,
 * too, is a question.
 */
#ifndef COURSE_CLASS_SAME_LINES_H
#define COURSE_CLASS_SAME_LINES_H

#include "class/known_answer.h"
#include "class/structure.h"

struct same_lines {
	size_t *members; /* places in what was given, in order */
	size_t count;    /* of these, at least two */
	size_t lines;    /* that all of them have, and nobody else */
};

struct same_lines_list {
	struct same_lines *groups; /* the one with the most lines first */
	size_t count;
};

/* Of lines without those that were handed out; what stands in one of the course's own
 * answers does not count. Listed is who has enough of them that it is no chance, and no
 * group that is half of the class or more: what so many have was shown to them. */
void same_lines_find(struct same_lines_list *found, const struct structure *lines,
		     size_t count, const struct known_answers *known);
void same_lines_free(struct same_lines_list *found);

#endif
