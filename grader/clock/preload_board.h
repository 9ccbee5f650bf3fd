/*
 * Inside a program: the board, found by its descriptors or by what the environment says
 * of the grader's, and what each process has for itself.
 */
#ifndef COURSE_CLOCK_PRELOAD_BOARD_H
#define COURSE_CLOCK_PRELOAD_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "board.h"

enum { MOST_BELLS = 1024 };

/* Lives in a page that the kernel clears in a forked child, whoever made it and
 * however, but not in one made by vfork, which borrows its parent's memory. */
struct own_process {
	uint32_t id;            /* 0: not asked for yet */
	uint32_t calls_kept;    /* of CLOCK_CALLS_KEPT */
	bool bells[MOST_BELLS]; /* descriptors from the first on that are bells */
};

/* False: no grader is there, or it only watches. Then every call is passed on, and
 * nothing of what follows may be asked for. */
bool clock_active(void);

/* The board's two halves. NULL: there is none. */
const struct clock_page *clock_page(void);
struct clock_slots *clock_board(void);

/* The first of the descriptors that we keep for ourselves; there is none below. */
int clock_first_descriptor(void);

struct own_process *clock_own_process(void);

/* The id of this process, also in a child that was forked by the kernel's own call. */
uint32_t clock_process(void);

/* How many slots, or timers, have been in use: at least so many. */
void clock_raise_used(uint32_t *used, uint32_t to);

/* Tells the grader to look at the board. */
void clock_ring(void);

#endif
