/*
 * What a name means in source code, that the compiler does not know, or knows as
 * something else than it seems.
 *
 * Each function gives a sentence, or NULL: the name is not such a one. To be freed.
 */
#ifndef COURSE_JUDGE_SOURCE_NAME_H
#define COURSE_JUDGE_SOURCE_NAME_H

#include <stddef.h>

/* The macro that defines that name here, as «async»; *at is where. NULL if none of
 * those that make functions does. Not to be freed. */
const char *source_name_definer(const char *code, const char *name, size_t length,
				const char **at);

/* Where a plain function of that name is defined or declared here; NULL if nowhere. */
const char *source_name_plain_function(const char *code, const char *name, size_t length);

/* What makes NAME a thing with aenter and aexit, and so on, if the code has these
 * functions for it but not the line. */
char *source_name_no_class(const char *code, const char *name);

/* A class line at that line, such as async_iterator (NAME, …), of which not all methods
 * are there, or those of another kind. */
char *source_name_class_lacks(const char *code, int line);

/* What is to be done with the call of NAME, when nothing is: a generator is iterated
 * over, a manager entered. */
char *source_name_dropped(const char *code, const char *name);

/* NAME is written here, but below that line. */
char *source_name_below(const char *code, const char *name, int line);

/* NAME is nearly a word of <async.h>. */
char *source_name_misspelt(const char *name);

/* The same of one that begins a definition. */
char *source_name_misspelt_definition(const char *name);

/* NAME is nearly that of a coroutine, generator or manager that the code defines. */
char *source_name_near_definition(const char *code, const char *name);

/* There is a struct NAME. */
char *source_name_struct(const char *code, const char *name);

/* NAME is a word of Python's, or one that waits without awaiting. */
char *source_name_foreign(const char *name);

/* NAME is there for those alone who ask for the GNU library's extensions. */
char *source_name_extension(const char *name);

#endif
