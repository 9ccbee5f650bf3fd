/*
 * The structure of a program: what is left of its source without names, numbers, texts,
 * comments and layout, as a set of pieces.
 *
 * A piece is a run of tokens, known by a hash. Of all runs only some are kept, chosen by
 * their hashes in a moving window (winnowing: Schleimer, Wilkerson and Aiken, 2003), so
 * that two sources that share a long run share a piece of it, wherever it stands. So
 * neither other names nor another order of functions make a program another one.
 */
#ifndef COURSE_CLASS_STRUCTURE_H
#define COURSE_CLASS_STRUCTURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct structure {
	uint64_t *pieces; /* in order, each once */
	size_t count;
};

/* Adds the pieces of a source. With `all`, every run: for what is to be taken off. */
void structure_add(struct structure *structure, const char *source, bool all);

/* Puts them in order. To be called once, after the last structure_add. */
void structure_finish(struct structure *structure);

/* Takes off what the other has, too. Both are finished. */
void structure_take_off(struct structure *structure, const struct structure *other);

void structure_free(struct structure *structure);

#endif
