/*
 * Output: bytes as they come from a program, made into lines with their times.
 */
#ifndef COURSE_RUN_OUTPUT_H
#define COURSE_RUN_OUTPUT_H

#include "run/program.h"

struct output_part {
	struct timed_line line; /* being read */
	size_t capacity;
	bool begun;
};

struct output {
	struct timed_line *lines;
	size_t line_count, line_capacity;
	struct output_part parts[2]; /* by enum program_stream */
	size_t bytes;                /* all that came */
	size_t line_limit;           /* bytes of a line that are kept; 0: all */
	size_t most_lines;           /* 0: any number; what comes behind one more is lost,
				      * however much of it has come */
	void (*on_line)(const struct timed_line *line, void *context);
	void *context;
};

void output_add(struct output *output, enum program_stream stream, const char *bytes,
		size_t length, nanoseconds at);

/* The program is over: a line that was not ended is a line. */
void output_end(struct output *output);

#endif
