/*
 * Subprocesses: programs that run beside ours (asyncio.subprocess).
 *
 *	struct process *writer =
 *		await (create_subprocess_exec("./log_writer", "app.log"));
 *	…
 *	process_terminate(writer);
 *	int status = await (process_wait(writer));      // -15
 */
#ifndef ASYNC_SUBPROCESS_H
#define ASYNC_SUBPROCESS_H

#include "await.h"

struct process;

/* Starts the program of that name, looked up in PATH if it holds no slash, with
 * our standard streams. Raises OSError or one of its kinds if it cannot be
 * started. The process is ours until the end of async_run, and not killed by
 * it: wait for what you start. */
#define create_subprocess_exec(...)                                     \
	subprocess_start((char *const[]){ __VA_ARGS__, NULL })
async_declare(struct process *, subprocess_start, (char *const *, arguments));

/* Process.wait(): suspends until it has ended. Gives its exit status, or minus
 * the signal that ended it. May be called again. */
async_declare(int, process_wait, (struct process *, process));

/* SIGTERM, SIGKILL, any signal. Raises ProcessLookupError if it has ended. */
void process_terminate(struct process *);
void process_kill(struct process *);
void process_send_signal(struct process *, int signal_number);

int process_id(const struct process *);

#endif
