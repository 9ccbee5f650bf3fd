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

/* Adds its lines as pieces, in the place of runs of tokens: names, numbers and comments
 * count, white space and lines without a word do not. So a copy is known, and whoever
 * has come to the same structure by themselves is not taken for one. */
void structure_add_lines(struct structure *structure, const char *source);

/* Puts them in order. To be called once, when all is added. */
void structure_finish(struct structure *structure);

/* Takes off what the other has, too. Both are finished. */
void structure_take_off(struct structure *structure, const struct structure *other);

/* How many pieces both have. Both are finished. */
size_t structure_shared(const struct structure *one, const struct structure *other);

void structure_free(struct structure *structure);

#endif
