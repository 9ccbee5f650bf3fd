/*
 * The table of what compilers say, and of what that means to a learner.
 */
#ifndef COURSE_JUDGE_COMPILER_TABLE_H
#define COURSE_JUDGE_COMPILER_TABLE_H

/* The sentence for a message about the macros of <async.h>, and the name of its row;
 * NULL if the table does not know it. To be freed. `function` is where it stands, and
 * `word` the name in the source that it points at, each NULL if that is not known. */
char *compiler_translate(const char *message, const char *function, const char *word,
			 const char **row);

/* The same for what is wrong as C, be it with coroutines or without. */
char *compiler_translate_c(const char *message, const char *function, const char *word,
			   const char **row);

/* The name in the source of what a macro has made, such as f of f_body: to be freed. */
char *compiler_written_name(const char *name);

#endif
