/*
 * Stack overflow: a coroutine that runs out of its stack is told by name.
 *
 * Its first step into the guard is seen at once. A frame so large that it steps
 * over the guard, into another stack, is seen when that coroutine next suspends;
 * -fstack-clash-protection has the compiler touch each page of such a frame, and
 * so the guard.
 */
#ifndef ASYNC_OVERFLOW_H
#define ASYNC_OVERFLOW_H

#include <async/coroutine.h>

/* From now on, in this thread: says so on standard error before the signal takes
 * its course. Does nothing where a sanitizer does the same. */
void overflow_watch(void);

/* The coroutine is to be left at this address of its stack: ends the program,
 * with the same words, if that is beyond the stack. */
void overflow_check(const struct coroutine *, const void *at);

#endif
