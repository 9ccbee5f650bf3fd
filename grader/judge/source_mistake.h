/*
 * A mistake that is seen in the source itself.
 *
 * Where a macro of <async.h> is not written as it must be, what the compiler says
 * is about its expansion, and says something else with each compiler. In the source
 * it is plain: an await without parentheses, an async_with without its end_with.
 * This is asked only of a program that does not compile.
 */
#ifndef COURSE_JUDGE_SOURCE_MISTAKE_H
#define COURSE_JUDGE_SOURCE_MISTAKE_H

/* The sentence on the mistake in the statement at that line, or around it, of `code`
 * (see source_code_only); NULL if none is seen. To be freed. *line becomes the line
 * where it is, and *row its name. */
char *source_mistake_find(const char *code, int *line, const char **row);

/* What makes NAME a thing with aenter and aexit, and so on, if the code has these
 * functions for it but not the line; NULL if not. To be freed. */
char *source_mistake_no_class(const char *code, const char *name);

/* What is to be done with the call of NAME, which this code defines, when nothing is:
 * a generator is iterated over, a manager entered. NULL if it is neither. */
const char *source_mistake_dropped(const char *code, const char *name);

#endif
