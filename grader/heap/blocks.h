/*
 * Inside a program: the blocks of memory that it has, and who asked for each.
 *
 * It keeps its tables in memory of its own, so that the program's blocks lie where they
 * would lie without it. Everything here may be called from any thread; in a child after
 * fork it does nothing.
 */
#ifndef COURSE_HEAP_BLOCKS_H
#define COURSE_HEAP_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Not for the program to see. */
#pragma GCC visibility push(hidden)

/* A call that allocates, where it stands in the source. */
struct site {
	const void *caller; /* the address that it returns to */
	const char *call;   /* «malloc», «strdup», … (static) */
	uint64_t blocks;    /* how many it has given in all */
};

struct block {
	uintptr_t at;
	size_t size;
	uint64_t number; /* in the order of their being given; 0: it is no block of the
			  * program's, but memory that is kept here */
	uint32_t site;
	bool reached; /* for reach.c */
	bool held;    /* likewise: another lost block leads to it */
};

/* False: nobody counts, and what is asked for is to be passed on. */
bool blocks_are_counted(void);

/* Nobody wants to know of this process. */
void blocks_stop(void);

/* A block was given to `caller`. Of no block (NULL) nothing is noted. */
void blocks_add(void *memory, size_t size, const void *caller, const char *call);

/* What a function of the C library has allocated is whose who called it: from now on,
 * if it was allocated by code outside of the executable. */
void blocks_claim(void *memory, const void *caller, const char *call);

/* It is about to be freed, or moved. False: it is none that was counted. */
bool blocks_remove(void *memory, struct block *block);

/* Puts back what was removed, since it was not freed after all. */
void blocks_put_back(const struct block *block);

/* What was removed has become another block: it counts where that one was asked for. */
void blocks_moved(const struct block *block);

/* Ends the counting. Gives all blocks, sorted by their addresses, and among them the
 * memory that is kept here. NULL: there were too many to be counted. */
struct block *blocks_end(size_t *count);

const struct site *blocks_site(uint32_t number);

/* To be called first, before there are threads. */
void blocks_find_executable(void);

/* Is that an address in the executable's own code? In *offset where in its file. */
bool blocks_is_executable(const void *address, uintptr_t *offset);

#pragma GCC visibility pop

#endif
