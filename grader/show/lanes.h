/*
 * Lanes: what a program's tasks did, as spans of time, to be drawn.
 *
 * A lane for each task. What is known comes from the program's trace, which is
 * evidence and no more (see run/trace_reader.h): any trace makes lanes, if need
 * be poor ones. Each moment is put between 0 and the program's end.
 *
 * On the virtual clock a task runs in next to no time: each look at that clock
 * takes a nanosecond of it. All between is waiting, or a call that blocks.
 */
#ifndef COURSE_SHOW_LANES_H
#define COURSE_SHOW_LANES_H

#include <stdbool.h>
#include <stddef.h>

#include "run/program.h"
#include "run/trace_reader.h"

enum span_kind {
	SPAN_RUNNING,
	SPAN_WAITING,  /* for what stands at its place */
	SPAN_INSIDE,   /* the body of a with or async_with */
	SPAN_BLOCKING, /* a call that holds up all tasks */
	SPAN_KINDS,
};

struct span {
	nanoseconds from, to;
	const struct trace_place *place; /* NULL: unknown */
	const char *words; /* blocking: the call; inside: the exception that left it */
	unsigned level;    /* inside: of how many others; 0 is the outermost */
	bool open;         /* it had not ended when the program did */
};

struct spans {
	struct span *items; /* in order of `from` */
	size_t count, capacity;
};

enum mark_kind {
	MARK_YIELD,
	MARK_RAISE,
	MARK_CANCEL, /* somebody asked it to end */
	MARK_LAST,   /* it ran when the program ended: by a crash, a limit, or exit */
};

struct mark {
	enum mark_kind kind;
	nanoseconds at;
	const struct trace_place *place;
	const char *words; /* raise: the exception; last: how it all ended */
};

struct lane {
	uint32_t task;         /* its number; 1 is main */
	char *name;            /* its coroutine's; «NAME 2» for the second of a name */
	nanoseconds from, to;  /* when it was made, when it ended */
	bool ended;            /* else `to` is the program's end */
	const char *exception; /* that it ended with, or "" */
	unsigned levels;       /* how deep its insides go */
	struct spans spans[SPAN_KINDS];
	struct mark *marks; /* in order */
	size_t mark_count, mark_capacity;
};

struct lanes {
	struct lane *lanes; /* in order of their numbers */
	size_t count;
	nanoseconds end; /* the program's */
	const struct program_result *result;
};

/* Both the trace and the result must live as long as the lanes. */
void lanes_make(struct lanes *lanes, const struct trace *trace,
		const struct program_result *result);
void lanes_free(struct lanes *lanes);

/* When it first ran, waited or blocked: until then it could have, and was not let. */
nanoseconds lane_began(const struct lane *lane);

/* Waits that are drawn as one. */
struct span_group {
	size_t last;  /* index of the last that counts */
	size_t next;  /* index behind the group */
	size_t times; /* how many at the place of the first */
};

/* The waits at one place that begin with the span at `first`, each shorter than
 * `shortest`; what lies between them must be too short to be seen. */
struct span_group spans_alike(const struct spans *spans, size_t first,
			      nanoseconds shortest);

#endif
