/*
 * A row of a table of what compilers say: the pattern of a message, and its sentence.
 */
#ifndef COURSE_JUDGE_COMPILER_ROW_H
#define COURSE_JUDGE_COMPILER_ROW_H

#include <stddef.h>

/*
 * In a pattern, * stands for any text and {} for any text that the sentence
 * uses, as {1}, {2}. A pattern fits anywhere in the message. {f} in a sentence
 * is the function in which the error stands, as the learner named it, and {w}
 * the name in the source that the message points at. gcc and clang draw the
 * same sentence, so that an exercise can say which.
 */
struct compiler_row {
	const char *name;
	const char *pattern;
	const char *sentence;
};

/* The sentence of the first row that fits the message, and the row's name; NULL if none
 * does. To be freed. See compiler_translate for `function` and `word`. */
char *compiler_row_find(const struct compiler_row *rows, size_t count,
			const char *message, const char *function, const char *word,
			const char **row);

#endif
