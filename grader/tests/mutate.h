/*
 * Mutants: a program with one deliberate mistake, such as people make.
 *
 * The mistakes are the rows of a table in mutate.c. Each is made at every place
 * of a source where it can be made, one place to a mutant. The source is read as
 * the compiler reads it, in tokens, so that nothing in a comment or in a string
 * is ever changed.
 */
#ifndef COURSE_TESTS_MUTATE_H
#define COURSE_TESTS_MUTATE_H

#include <stdbool.h>
#include <stddef.h>

/* A kind of mistake. */
struct mutation {
	const char *name;
	/* The causes that name it rightly, as in judge/diagnosis.c, each between two
	 * bars: «|never waits|drift|». */
	const char *causes;
};

struct mutant {
	const struct mutation *mutation;
	char *text;   /* the whole source */
	int line;     /* where it was changed, from 1 */
	char *change; /* what stood there and what stands there now, on one line */
};

struct mutants {
	struct mutant *mutants;
	size_t count;
};

/* All mutants of a source, in the order of the table and then of their places. */
void mutate(const char *source, struct mutants *mutants);
void mutants_free(struct mutants *mutants);

/* The rows of the table; NULL past the last. */
const struct mutation *mutation_at(size_t index);

/* Does that cause, or no cause (NULL), name such a mistake rightly? */
bool mutation_is_named(const struct mutation *mutation, const char *cause);

#endif
