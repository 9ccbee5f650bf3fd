/*
 * What the runtime itself needs of exceptions, beyond <async/exception.h>.
 */
#ifndef ASYNC_SRC_EXCEPTION_H
#define ASYNC_SRC_EXCEPTION_H

#include <async/exception.h>

/* Raises it, taking over the caller's reference: with what is being handled as
 * its context, or just as it is, if it was raised before. */
_Noreturn void exception_throw(struct exception *);
_Noreturn void exception_pass_on(struct exception *);

/* The message of an exception_plain. */
extern const char exception_no_text[];

/* Takes over `stop` and gives the RuntimeError that stands for it when it leaves
 * a "generator", an "async generator" or a "coroutine" (PEP 479). */
struct exception *exception_as_runtime_error(struct exception *stop, const char *where);

/* To be called when a thread has no further use for exceptions. */
void exception_free_spare(void);

/* The last line of a traceback, without newline: «ValueError: text». */
void exception_format(const struct exception *, char *text, size_t size);

/* Runs function(argument) and gives what it raised, owned by the caller, or
 * NULL. */
struct exception *exception_caught(void (*function)(void *), void *argument);

#endif
