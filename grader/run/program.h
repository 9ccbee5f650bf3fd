/*
 * A program: started on a clock, watched from outside, ended within its limits.
 *
 * This is the seam between who runs a program (grader/run, grader/clock) and
 * who judges or shows it (grader/judge, grader/show, grader/command). What is
 * known of a program is what stands in `struct program_result`: its lines with
 * their times, how it ended, and what the clock saw. Nothing in it is what the
 * program says of itself, but for the trace, which is evidence and no more.
 */
#ifndef COURSE_RUN_PROGRAM_H
#define COURSE_RUN_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Times are nanoseconds since the program was started, on the run's clock. */
typedef int64_t nanoseconds;
#define NANOSECONDS_PER_SECOND INT64_C(1000000000)

enum clock_mode {
	CLOCK_VIRTUAL, /* jumps to the next deadline when all are asleep */
	CLOCK_REAL,    /* the machine's own */
	CLOCK_SCALED,  /* the machine's own, `speed` times as fast */
};

struct jail;

/* Each has a default, in program_limits_default; zero means «no limit». */
struct program_limits {
	double real_seconds;    /* from start to end, on the wall */
	double virtual_seconds; /* on the run's clock */
	double cpu_seconds;     /* of each process; in a jail, of all together as well */
	size_t output_bytes;    /* standard output and error together */
	size_t lines;           /* on both; by default there is no limit */
	size_t line_bytes;      /* of one line; the rest of it is counted, not kept */
	size_t memory_bytes;    /* resident, of all processes together; address space is
	                         * free, since sanitizers and node reserve much of it */
	size_t file_bytes;  /* of each file that it writes; in a jail, of all together */
	unsigned processes; /* processes and threads alive at one time */
};

extern const struct program_limits program_limits_default;

enum program_stream {
	STREAM_OUTPUT, /* standard output */
	STREAM_ERROR,  /* standard error */
};

struct timed_line {
	nanoseconds at; /* when its first byte was written */
	enum program_stream stream;
	char *text;    /* any bytes, NUL among them; a NUL is added at the end */
	size_t length; /* without newline and without the added NUL */
	bool newline;  /* false: the last line, not ended */
	bool cut;      /* longer than limits.line_bytes: the rest is missing */
};

/* A timed wait by a call that holds up its whole thread: sleep and its kin. */
struct blocking_call {
	const char *name; /* "sleep", "usleep", "nanosleep", … (static) */
	pid_t process;
	bool main_thread; /* by the thread that the process began with */
	char *program;    /* path of the executable that made it */
	nanoseconds at;
	nanoseconds duration; /* asked for */
	char *object; /* file that holds the calling code (executable or library) */
	uintptr_t
		offset; /* of the return address in that file, for its debug information */
};

/* A process that was still running when the main program had ended by itself. */
struct process_left {
	pid_t process;
	char *program; /* path of its executable, or NULL */
};

enum program_end {
	PROGRAM_EXITED,   /* status: exit status */
	PROGRAM_SIGNALED, /* status: signal */
	PROGRAM_DEADLOCK, /* all asleep, and nobody has a deadline (virtual clock only) */
	PROGRAM_REAL_LIMIT,    /* limits.real_seconds */
	PROGRAM_VIRTUAL_LIMIT, /* limits.virtual_seconds */
	PROGRAM_CPU_LIMIT,
	PROGRAM_OUTPUT_LIMIT,
	PROGRAM_MEMORY_LIMIT,
	PROGRAM_FORBIDDEN,   /* in a jail: it did what no program there may do */
	PROGRAM_NOT_STARTED, /* `error` says why, in one line */
	PROGRAM_INTERRUPTED, /* the grader itself was told to stop */
};

struct program_request {
	char *const
		*arguments; /* NULL-terminated; [0] is a path or is looked up in PATH */
	const char *directory; /* working directory, or NULL: this one */
	char *const
		*environment; /* the whole environment, NULL-terminated, or NULL: ours */
	const char *input;    /* path of standard input, or NULL: /dev/null */
	/* NULL: none. In a jail (run/jail.h) the working directory is a new one, with
	 * copies of the plain files that lie in `directory`; without `directory` it is
	 * empty. What the program leaves there is looked at, and gone. */
	const struct jail *jail;
	enum clock_mode clock;
	double speed;     /* with CLOCK_SCALED */
	bool one_channel; /* standard error into standard output, in exact order */
	bool trace;       /* ask the runtime for its trace (see <async/trace.h>) */
	bool heap;  /* with the trace: count blocks of memory, and tell in it of those
		    * that are lost (grader/heap); not with a sanitizer */
	bool guard; /* besides: end the program where it uses memory that it does not
		     * have (grader/heap/guard.h) */
	struct program_limits limits;
	/* Called with each line as soon as it is complete; may be NULL. The line
	 * is the callee's only for the time of the call. */
	void (*on_line)(const struct timed_line *line, void *context);
	void *context;
};

struct program_result {
	enum program_end end;
	int status;
	char *error;          /* a sentence, or NULL */
	bool refused;         /* with PROGRAM_NOT_STARTED: by its own fault, since no
	                       * kernel takes such an executable */
	nanoseconds ended_at; /* on the run's clock */
	double real_seconds;
	bool time_is_real;        /* a process could not be reached by the clock */
	char *unreached;          /* its path, or NULL */
	uint64_t advances;        /* how often the virtual clock was moved */
	struct timed_line *lines; /* in order of arrival */
	size_t line_count;
	struct blocking_call *blocking_calls;
	size_t blocking_call_count; /* the first 64 of each process are kept */
	struct process_left *left;  /* only with PROGRAM_EXITED and PROGRAM_SIGNALED */
	size_t left_count;
	int trace_descriptor;    /* readable from its start, or -1 */
	nanoseconds clock_start; /* what its CLOCK_MONOTONIC was at the moment 0 */
	nanoseconds flows_since; /* a clock that flows: what the machine's was then */
};

/* Runs a program to its end. Every process that descends from it is gone when
 * this returns. Always fills `result`; free it with program_result_free. */
void program_run(const struct program_request *request, struct program_result *result);

void program_result_free(struct program_result *result);

#endif
