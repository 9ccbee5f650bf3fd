/*
 * Blocks on pages of their own: each ends where a page begins that nobody may touch, and
 * when it is freed, nobody may touch it either. So a program is ended where it uses memory
 * that it does not have, each time, and at no cost but that of this run.
 *
 * What is smaller than the alignment behind a block, and what is left of its page before
 * it, is filled with a pattern. Whoever writes there is found when the block is freed,
 * or at the end; whoever reads there goes on with what he did not read before.
 *
 * A place is never used again. So many blocks are guarded at one time, from one place in
 * the code, and in all; the others lie where they always do.
 */
#ifndef COURSE_HEAP_GUARD_H
#define COURSE_HEAP_GUARD_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

/* Not for the program to see. */
#pragma GCC visibility push(hidden)

/* From now on blocks are guarded. */
void guard_begin(void);

/* A block of zeros, asked for by the call that returns to `caller`. `alignment` 0: such
 * that any type can lie there that such a size is of. NULL: it is to be taken from
 * elsewhere. */
void *guard_allocate(size_t alignment, size_t size, const void *caller);

/* Is it an address among those of guarded blocks? */
bool guard_holds(const void *memory);

/* Of a guarded block, 0 if there is none that begins there. */
size_t guard_size(const void *memory);

/* Who frees what is no block ends the program, as does who has written beside one. In a
 * child nothing happens (`counted` is false). */
void guard_free(void *memory, const void *caller, bool counted);

/* What it means that this address could not be touched. */
enum fault_kind guard_fault(const void *address);

/* At the end: has anybody written beside a block? Then that is the end. */
void guard_look_at_all(void);

#pragma GCC visibility pop

#endif
