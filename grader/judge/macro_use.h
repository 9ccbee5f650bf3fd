/*
 * What each macro of the runtime takes: for who gives it too few or too many things.
 *
 * What a compiler says of that names no macro, or speaks of what is in it.
 */
#ifndef COURSE_JUDGE_MACRO_USE_H
#define COURSE_JUDGE_MACRO_USE_H

#include <stddef.h>

#include "judge/source_use.h"

struct macro_use {
	const char *name;
	size_t least, most; /* how many arguments */
	const char *takes;  /* what they are, in their order */
	const char *example;
};

/* The table, up to a row without a name. */
extern const struct macro_use macro_uses[];

/* The sentence on a use with too few or too many of them; NULL if it is right, or
 * not in the table. To be freed. */
char *macro_use_miscounted(const struct source_use *use);

#endif
