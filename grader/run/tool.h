/*
 * A tool: a program of ours, such as the compiler, run to its end within bounds.
 *
 * Its time is the machine's own, its output is one text, and it speaks plain
 * English in ASCII, whatever the locale (LC_ALL=C), so that it can be parsed. A learner's program
 * is run by run/program.h instead, which owns its clock.
 */
#ifndef COURSE_RUN_TOOL_H
#define COURSE_RUN_TOOL_H

#include <stdbool.h>
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

/* What it had, by the kernel's word. */
struct tool_use {
	double processor_seconds; /* of all its processes */
	size_t most_memory;       /* bytes that one of them had */
	bool ran_out;             /* it came to the bound of its group, and was killed */
	bool deprived; /* a part of it was killed for want of memory, and it had
				   * not come to its own bound */
	bool scarce;   /* it has no group that would tell, and somebody on the
				   * machine was killed meanwhile for want of memory */
	bool no_room;  /* outside of a jail: what is left on the disk that it works
				   * on is less than it was to be allowed to write */
};

struct tool_result {
	enum tool_end end;
	int status;
	struct tool_use use;
	char *output; /* to be freed; at most bounds.output_bytes, and a NUL */
	size_t length;
};

/* Runs all of them at the same time. Each process of theirs is gone when this
 * returns, as long as it stayed in its process group. */
void tools_run(const struct tool_request *requests, size_t count,
	       struct tool_result *results);

#endif
