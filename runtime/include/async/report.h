/*
 * Reports: what went wrong where nobody could be told by an exception.
 *
 * A task whose exception nobody looked at, a callback that raised, a clean-up
 * that failed at the end of async_run: the runtime writes them to standard
 * error, with the traceback, or tells the program's own handler
 * (asyncio: loop.call_exception_handler). None of them changes the exit status.
 */
#ifndef ASYNC_REPORT_H
#define ASYNC_REPORT_H

struct exception;
struct task;

struct exception_context {
	const char *message;
	struct exception *exception;  /* borrowed; NULL: there is none */
	struct task *task;            /* whose it is; NULL: nobody's */
};

/* loop.set_exception_handler(): `handler` is called in place of the writing,
 * by this loop. NULL: writes again. */
void set_exception_handler(void (*handler)(const struct exception_context *));

/* loop.call_exception_handler() */
void call_exception_handler(const struct exception_context *);

#endif
