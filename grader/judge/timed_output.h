/*
 * Timed output: lines, and the moment of each.
 *
 * It is written, in a document and on a terminal, one line to a line as
 * «%8.3f | text»: seconds since the start, then the line. A moment is judged
 * in whole milliseconds, so that is what is kept of it.
 */
#ifndef COURSE_JUDGE_TIMED_OUTPUT_H
#define COURSE_JUDGE_TIMED_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/tolerance.h"

struct program_result;

struct output_line {
	milliseconds at; /* since the start of the program */
	char *text;      /* any bytes; a NUL is added at the end */
	size_t length;   /* without newline and without the added NUL */
	bool newline;    /* false: the last line, not ended */
	bool cut;        /* it was longer; the rest was not kept */
};

struct timed_output {
	struct output_line *lines;
	size_t count;
	/* In an expected line this word stands for any text but none, such as a
	 * time of day; NULL if every line is meant literally. */
	char *placeholder;
};

/* Reads the lines of a block. On failure returns false, sets *error to a
 * sentence and *error_line to the line within the block, from 0. */
bool timed_output_parse(const char *block, struct timed_output *output, char **error,
			int *error_line);

/* The lines of standard output, in order, their times to the millisecond. */
void timed_output_of_program(const struct program_result *result,
			     struct timed_output *output);

/* For who may print the lines of one instant in any order: puts those of `actual`
 * into the order in which they are expected. What is not expected at its instant
 * takes the place of what is missing there, else it comes behind. */
void timed_output_arrange(const struct timed_output *expected,
			  struct timed_output *actual, struct tolerance tolerance);

void timed_output_free(struct timed_output *output);

/* Does the actual line say what the expected one asks for? Times and newlines
 * are not looked at. */
bool timed_output_same_text(const struct output_line *expected,
			    const struct output_line *actual, const char *placeholder);

/* «   1.000», to be freed. */
char *timed_output_moment(milliseconds at);

/* «1.000 s», to be freed: for use in a sentence. */
char *timed_output_seconds(milliseconds span);

#endif
