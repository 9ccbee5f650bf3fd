/*
 * The functions of a source: where each begins and ends, and what it is called.
 *
 * All places are in `code` (see source_code_only).
 */
#ifndef COURSE_JUDGE_SOURCE_FUNCTION_H
#define COURSE_JUDGE_SOURCE_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>

struct source_function {
	const char *head; /* its type, or the macro that defines it */
	const char *name;
	size_t name_length;
	const char *body; /* its brace */
	const char *end;  /* the other one */
};

/* The next function from *at on, which moves behind it. False: there is none. */
bool source_function_next(const char **at, struct source_function *found);

/* The function of that name; the one around that place. False: there is none. */
bool source_function_named(const char *code, const char *name, size_t length,
			   struct source_function *found);
bool source_function_around(const char *code, const char *place,
			    struct source_function *found);

/* The word of the macro that defines it, such as async_generator, or its type. */
bool source_function_is(const struct source_function *function, const char *macro);

/* Does its name end so? */
bool source_function_ends_in(const struct source_function *function, const char *ending);

/* The first place in its body where that word stands; NULL if none. */
const char *source_function_word(const struct source_function *function,
				 const char *word);

/* The function in which a string stands that prints the text. */
bool source_function_printing(const char *source, const char *code, const char *text,
			      struct source_function *found);

#endif
