/*
 * A line of source: found by the address of code in debug information.
 */
#ifndef COURSE_JUDGE_SOURCE_LINE_H
#define COURSE_JUDGE_SOURCE_LINE_H

#include <stdbool.h>
#include <stdint.h>

struct source_line {
	char *file;     /* without its folders */
	int line;       /* from 1 */
	char *function; /* as the compiler names it, or NULL */
};

/* Where the call stands that returns to `offset` in the file `object`. False if
 * the file has no debug information for it. */
bool source_line_find(const char *object, uintptr_t offset, struct source_line *found);
void source_line_free(struct source_line *line);

/* The text of line `number` (from 1) of a source, without the white space at
 * its ends; NULL if there is no such line. Of a very long one its beginning. */
char *source_line_text(const char *source, int number);

#endif
