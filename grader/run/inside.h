/*
 * Inside: the first process in a jail, and what it and the grader say to each other.
 *
 * It is a program of its own (inside*.c, linked statically), which bubblewrap starts
 * as process 1. It reads its orders from a descriptor, lays out the working folder,
 * sets the limits that can be set only there, starts the program, and tells how it
 * ended. It trusts its orders, which are the grader's, and nothing else. No process
 * inside can send it a signal, read its memory, or reach its descriptors.
 *
 * Orders are a `struct inside_orders`, then what it counts, in its order: limits,
 * the filter's instructions, and strings. A string is its length (32 bits), its
 * bytes, and a NUL.
 */
#ifndef COURSE_RUN_INSIDE_H
#define COURSE_RUN_INSIDE_H

#include <stdint.h>

#define INSIDE_MAGIC UINT32_C(0x1a11ca9e)

/* Its path in each jail. */
#define INSIDE_PATH "/course/inside"

/* What is laid out below here is the one place, but for the working folder, that
 * a program may write to. */
#define INSIDE_TEMPORARY "/tmp"

struct inside_orders {
	uint32_t magic;
	uint32_t size;    /* of all of it */
	uint32_t tells;   /* 1: the filter tells the grader of a forbidden call, and the
			   * caller waits; 0: it kills */
	uint32_t network; /* 1: the program may use the jail's own loopback */
	uint32_t limits;  /* struct inside_limit each */
	uint32_t filter;  /* instructions, 8 bytes each; 0: there is no filter */
	/* Strings: the folder that is bounded, the working directory, then those of each
	 * of these. */
	uint32_t folders;   /* to be made: absolute paths, outer before inner */
	uint32_t files;     /* to be made: three strings each, absolute path, mode in
			     * octal, content */
	uint32_t arguments; /* of the program; [0] is looked up in its PATH */
	uint32_t variables; /* its whole environment */
	uint32_t unused[2];
};

struct inside_limit {
	int32_t resource; /* RLIMIT_… */
	uint32_t unused;
	uint64_t soft, hard;
};

enum inside_word {
	INSIDE_PLACES,  /* with two descriptors: INSIDE_TEMPORARY, the folder */
	INSIDE_FILTER,  /* with one: where forbidden calls are told. Its sender is the
			 * process that becomes the program */
	INSIDE_RUNNING, /* the program has been started */
	INSIDE_FAILED,  /* it could not be: `step` and `status`, an errno */
	INSIDE_ENDED,   /* `status` as from waitpid */
};

enum inside_step {
	INSIDE_ORDERS,
	INSIDE_FOLDER,
	INSIDE_FILE,
	INSIDE_DIRECTORY,
	INSIDE_LIMITS,
	INSIDE_LANDLOCK,
	INSIDE_SECCOMP,
	INSIDE_FORK,
	INSIDE_EXEC,
};

struct inside_message {
	uint32_t word;
	uint32_t step;
	int32_t status;
	uint32_t landlock;          /* with INSIDE_FILTER: version of it, 0: none */
	uint64_t processor_time_us; /* with INSIDE_ENDED: of the program alone */
};

/* Restricts this process and all that it will start to reading, and to writing
 * below these paths (NULL-terminated); TCP only with `network`. Returns the
 * version of Landlock, 0 where the kernel has none, -1 with errno. */
int inside_landlock(const char *const *writable, int network);

/* The first argument of one that is to make a probe; its status. */
#define INSIDE_PROBE "--probe"
int inside_probe(const char *name, char **arguments);

#endif
