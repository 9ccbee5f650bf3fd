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

/* The same of a program in plain C, without our macros. */
char *source_mistake_find_c(const char *code, int *line, const char **row);

#endif
