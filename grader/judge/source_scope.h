/*
 * What is opened in source code, and not closed as it must be: brackets, texts in
 * quotes, and scopes that end in a word, such as async_with … end_with.
 *
 * Each function gives the sentence on the first that it finds in `code` (see
 * source_code_only), or NULL; to be freed. *line becomes the line where it is, and
 * *row its name. They are asked only of a program that does not compile.
 */
#ifndef COURSE_JUDGE_SOURCE_SCOPE_H
#define COURSE_JUDGE_SOURCE_SCOPE_H

/* A text without its end, a ( or [ that is not closed. */
char *source_scope_unclosed(const char *code, int *line, const char **row);

/* A ) or ] that closes nothing. */
char *source_scope_closed_twice(const char *code, int *line, const char **row);

/* A scope without its word at the end, or with that of another. */
char *source_scope_not_ended(const char *code, int *line, const char **row);

/* Braces that do not come out even; which of them it is, is a question. */
char *source_scope_braces(const char *code, int *line, const char **row);

/* The statement before that line, if it ends without a semicolon; a question, to be asked
 * where the compiler expects something else than what stands there. */
char *source_scope_semicolon(const char *code, int *line, const char **row);

#endif
