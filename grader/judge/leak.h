/*
 * A leak: memory, or an open file, that a program has lost the way to.
 *
 * Who counts a program's blocks (grader/heap) tells of it in the trace, as an address of
 * code; what stands there in the source is found by debug information. Both are a
 * stranger's.
 */
#ifndef COURSE_JUDGE_LEAK_H
#define COURSE_JUDGE_LEAK_H

#include <stdint.h>

#include "judge/evidence.h"

struct trace;

enum leak_kind {
	LEAK_MEMORY,
	LEAK_FILE,
	LEAK_FOLDER,
};

struct leak {
	enum leak_kind kind;
	const char *call; /* «malloc» (static) */
	char *file;       /* where it stands, without its folders */
	int line;
	char *function;  /* as the learner knows it; NULL: unknown */
	uint64_t bytes;  /* that are lost, … */
	uint64_t blocks; /* … in so many blocks, … */
	uint64_t given;  /* … of so many that were allocated there */
};

/* Does the source name a call that such a thing could come of? */
bool leak_is_possible(const char *source);

/* The first that the trace tells of which was allocated in a file of the learner's.
 * `executable` is the program's path. False: there is none. */
bool leak_find(const struct trace *trace, const char *executable,
	       const struct evidence *evidence, struct leak *leak);
void leak_free(struct leak *leak);

#endif
