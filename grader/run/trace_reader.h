/*
 * The trace that a program's runtime has left (see <async/trace.h>), read as
 * what it is: bytes from a stranger. Every size and number is checked; what does
 * not fit ends the reading, and what was read so far stands.
 */
#ifndef COURSE_RUN_TRACE_READER_H
#define COURSE_RUN_TRACE_READER_H

#include <async/trace.h>
#include <stdbool.h>
#include <stddef.h>

#include "run/program.h"

/* A place in the program's source. */
struct trace_place {
	char *file;
	char *function; /* without the ending that the macros give it */
	char *text;     /* what stands there, as written; "" if unknown */
	int line;
};

struct trace_entry {
	enum trace_kind kind;
	uint32_t task;                   /* 1 is main; 0: none */
	uint32_t depth;                  /* of generators; 0: the task itself */
	const struct trace_place *place; /* NULL: unknown */
	nanoseconds at;                  /* since the program was started */
	char *text;
};

struct trace {
	struct trace_entry *entries;
	size_t count;
	struct trace_place *places;
	size_t place_count;
	bool complete; /* nothing was lost, and nothing was wrong with it */
};

/* Reads all of it. `clock_start` is what CLOCK_MONOTONIC was when the program
 * was started. Gives an empty trace if there is none; false: out of memory. */
bool trace_read(int descriptor, nanoseconds clock_start, struct trace *trace);

void trace_free(struct trace *trace);

#endif
