/*
 * A tool: a program of ours, such as the compiler, run to its end within bounds.
 *
 * Its time is the machine's own, its output is one text, and it speaks plain
 * English in ASCII, whatever the locale (LC_ALL=C), so that it can be parsed. A learner's program
 * is run by run/program.h instead, which owns its clock.
 */
#ifndef COURSE_RUN_TOOL_H
#define COURSE_RUN_TOOL_H

#include <stddef.h>

struct jail;

struct tool_bounds {
	double real_seconds;
	unsigned cpu_seconds; /* of each process */
	size_t memory_bytes;  /* address space of each process; 0: no bound */
	size_t file_bytes;    /* of each file that it writes */
	size_t output_bytes;  /* standard output and error together */
};

struct tool_request {
	char *const *arguments; /* NULL-terminated; [0] is looked up in PATH */
	const char *directory;  /* working directory, or NULL: this one */
	const char *temporary;  /* its TMPDIR, or NULL: ours */
	struct tool_bounds bounds;
	/* In a jail, or NULL. There, `directory` holds copies of its plain files, and a
	 * file that the tool makes is brought out when it has ended with 0. */
	const struct jail *jail;
	const char *const
		*visible; /* in a jail: what it reads besides, NULL-terminated */
	const char *made; /* in a jail: its full path, or NULL; the same folder is
	                             * one above `directory`, there and here */
};

enum tool_end {
	TOOL_EXITED,   /* status: exit status */
	TOOL_SIGNALED, /* status: signal */
	TOOL_TIME_BOUND,
	TOOL_OUTPUT_BOUND,
	TOOL_INTERRUPTED,
	TOOL_NOT_STARTED, /* status: errno, or 0 and `output` says why */
};

struct tool_result {
	enum tool_end end;
	int status;
	char *output; /* to be freed; at most bounds.output_bytes, and a NUL */
	size_t length;
};

/* Runs all of them at the same time. Each process of theirs is gone when this
 * returns, as long as it stayed in its process group. */
void tools_run(const struct tool_request *requests, size_t count,
	       struct tool_result *results);

#endif
