/*
 * A use of a word in source code: what stands in the parentheses behind it.
 */
#ifndef COURSE_JUDGE_SOURCE_USE_H
#define COURSE_JUDGE_SOURCE_USE_H

#include <stdbool.h>
#include <stddef.h>

enum { MOST_ARGUMENTS = 16 };

/* All places are in `code` (see source_code_only). */
struct source_use {
	const char *code;  /* the whole */
	const char *word;  /* where it stands */
	size_t length;     /* of the word */
	const char *open;  /* its parenthesis, or NULL: it has none */
	const char *close; /* the other one, or NULL: it has none */
	/* What stands in it, cut at the commas, but not in brackets of any kind. */
	const char *arguments[MOST_ARGUMENTS];
	size_t lengths[MOST_ARGUMENTS];
	size_t count;
	/* As many are they for a macro: to it, only parentheses hold together. */
	size_t macro_count;
};

void source_use_read(struct source_use *use, const char *code, const char *word,
		     size_t length);

/* That argument as it may be shown, since of what stands in quotes the code says
 * nothing: to be freed. */
char *source_use_shown(const struct source_use *use, size_t index);

bool source_use_has_call(const struct source_use *use, size_t index);

/* Is that argument one name? */
bool source_use_is_word(const struct source_use *use, size_t index);

#endif
