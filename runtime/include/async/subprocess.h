/*
 * Subprocesses: programs that run beside ours (asyncio.subprocess).
 *
 *	async_with (sort, await (create_subprocess_exec("sort", "-r", .stdin = PIPE,
 *							.stdout = PIPE))) {
 *		struct process_output output =
 *			await (process_communicate(sort, "a\nb\n"));
 *
 *		fputs(output.stdout, stdout);               // b, a
 *		printf("%d\n", await (process_wait(sort))); // 0
 *	} end_with
 *
 * The block never leaves a child behind, however it is left: if the program has not
 * ended by then, it is asked to (SIGTERM), killed when it takes too long, and waited
 * for. Who wants it to end by itself awaits process_wait in the block. Without a block,
 * it runs on, also after async_run: then wait for what you start.
 */
#ifndef ASYNC_SUBPROCESS_H
#define ASYNC_SUBPROCESS_H

#include <stdio.h> /* before the names below: there, stdin is a macro */

#include "context_manager.h"
#include "stream.h"

/* What a standard stream of the program's is. Any other number is a descriptor of
 * ours; 0, or nothing said: it is the same as ours. */
enum {
	PIPE = -1,    /* a stream of ours leads to it */
	STDOUT = -2,  /* of stderr: the same as stdout */
	DEVNULL = -3, /* nothing comes, and what goes there is lost */
};

#define SUBPROCESS_ARGUMENTS_MAX 63
#define SUBPROCESS_GRACE         5.0

struct subprocess_options {
	/* The program and its arguments. The rest by name. */
	const char *arguments[SUBPROCESS_ARGUMENTS_MAX + 1];
	int stdin, stdout, stderr;
	const char *cwd;              /* the folder where it starts; NULL: ours */
	const char *const *env;       /* "NAME=value", …, NULL; NULL: ours */
	const char *const *argv;      /* a list of arguments with a NULL at its end, in
	                                 place of the above */
	/* It leads a session of its own (setsid), and the block ends all of it, as far as
	 * they have not left it: what a shell has started, too. */
	bool start_new_session;
	double grace;                 /* seconds from SIGTERM to SIGKILL; 0: 5 (as trio) */
};

struct process {
	int pid;
	struct stream *stdin;           /* to be written to; NULL: it is no PIPE */
	struct stream *stdout, *stderr; /* to be read */
	bool has_ended;
	int returncode; /* when it has: exit status, or minus the signal that ended it */
};

/*
 * create_subprocess_exec(program, argument, …, .stdout = PIPE, …) starts a program,
 * looked up in PATH if its name holds no slash. create_subprocess_shell(command, …)
 * has a shell run a command. Neither waits for its end.
 *
 * A coroutine that gives a struct process *, and does not suspend (uv_spawn). Raises
 * FileNotFoundError, PermissionError or another OSError, NotADirectoryError for a wrong
 * cwd. What it gives is good until the block over it or async_run ends, and so are its
 * streams and what is read from them.
 */
#define create_subprocess_exec(...)                                     \
	({                                                              \
		_Pragma("GCC diagnostic push")                          \
		_Pragma("GCC diagnostic ignored \"-Wmissing-braces\"")  \
		_Pragma("GCC diagnostic ignored \"-Wmissing-field-initializers\"") \
		struct subprocess_options options_ = { __VA_ARGS__ };   \
		_Pragma("GCC diagnostic pop")                           \
		__auto_type object_ = subprocess_start(options_);       \
		ASYNC_GIVEN_(object_);                                  \
	}).coroutine

#define create_subprocess_shell(...) \
	create_subprocess_exec("/bin/sh", "-c", __VA_ARGS__)

async_declare(struct process *, subprocess_start, (struct subprocess_options, options));

/* Process.wait(): suspends until it has ended; gives its returncode. May be called
 * again, and by several. Read its pipes, too: a program whose pipe is full waits. */
async_declare(int, process_wait, (struct process *, process));

/* Process.communicate(): writes the input (NULL: none) to its stdin and closes that,
 * reads all of its stdout and stderr into memory, and suspends until it has ended. That
 * it does not want to read the input is no error. The texts are the process's. */
struct process_output {
	char *stdout, *stderr; /* NULL: it is no PIPE */
	size_t stdout_length, stderr_length;
};
async_declare(struct process_output, process_communicate, (struct process *, process),
	      (const char *, input));

/* SIGTERM, SIGKILL, any signal. Raises ProcessLookupError if it has ended. */
void process_terminate(struct process *);
void process_kill(struct process *);
void process_send_signal(struct process *, int signal_number);

int process_id(const struct process *);

/* signal.Signals(15).name: "SIGTERM"; NULL if there is no such signal. For what a
 * process was ended by: signal_name(-process->returncode). */
const char *signal_name(int signal_number);

/* What async_with makes of a struct process *. Leaving suspends until it has ended, and
 * is not cut short by a cancellation: that comes afterwards (and one that comes in the
 * time of grace ends that). */
async_declare(struct process *, process_scope_aenter, (struct process *, process));
async_declare(void, process_scope_aexit, (struct process *, process),
	      (struct exception *, exception));
async_context_manager (process_scope, struct process *);

#endif
