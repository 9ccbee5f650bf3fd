/*
 * Which blocks a program can still reach: conservatively, as a collector of garbage
 * would ask. Whatever looks like an address in a block, or of its end, is one.
 *
 * It is asked from what can be written to and is no block: the data of the executable
 * and its libraries, the stacks of threads and coroutines, thread-local storage, memory
 * that the program has mapped. Blocks that can be reached lead on to others.
 */
#ifndef COURSE_HEAP_REACH_H
#define COURSE_HEAP_REACH_H

#include <stdbool.h>
#include <stddef.h>

#include "blocks.h"

/* Not for the program to see. */
#pragma GCC visibility push(hidden)

/* Marks those that can be reached. Of the main thread's stack, what lies below `stack`
 * is over; NULL: only what lies below the caller's frame. False: it could not be found out. */
bool reach_from_roots(struct block *blocks, size_t count, const void *stack);

/* Of those that cannot, marks as held whom another one of them leads to: only the
 * others are to be freed by their owners. */
void reach_among_lost(struct block *blocks, size_t count);

#pragma GCC visibility pop

#endif
