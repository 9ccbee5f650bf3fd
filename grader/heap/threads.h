/*
 * The threads that a program has begun, and how far down their stacks reach.
 */
#ifndef COURSE_HEAP_THREADS_H
#define COURSE_HEAP_THREADS_H

#include <stdint.h>

#pragma GCC visibility push(hidden)

/* If it is the stack of a thread that sleeps, from where on it is in use; else `from`. */
uintptr_t threads_in_use_from(uintptr_t from, uintptr_t to);

#pragma GCC visibility pop

#endif
