/*
 * Inside a program: the trace of <async/trace.h>, to which what is found out about its
 * memory is added.
 */
#ifndef COURSE_HEAP_RECORD_H
#define COURSE_HEAP_RECORD_H

#include <stdbool.h>

#include <async/trace.h>

/* Not for the program to see. */
#pragma GCC visibility push(hidden)

/* Finds the trace, before the runtime takes its variable away. False: there is none. */
bool record_begin(void);

/* Has the runtime begun it, so that something can be added? */
bool record_is_wanted(void);

/* Adds a record of that kind, at this moment. May be called in a handler of a signal. */
void record_add(enum trace_kind kind, const char *text);

#pragma GCC visibility pop

#endif
