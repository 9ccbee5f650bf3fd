/*
 * The board's host: makes its memory, hands it on, and writes on the page.
 *
 * This is the grader's side of clock/board.h. The page is sealed as soon as it is
 * there: our own mapping of it was made before, and is the only one that can be
 * written to.
 */
#ifndef COURSE_CLOCK_BOARD_HOST_H
#define COURSE_CLOCK_BOARD_HOST_H

#include <stdbool.h>
#include <sys/types.h>

#include "clock/board.h"
#include "run/program.h"

struct board_host {
	struct clock_page *page;
	struct clock_slots *slots;          /* whatever a program may have written */
	int descriptors[CLOCK_DESCRIPTORS]; /* those that the program inherits, or -1 */
	int channel;                        /* our end of it, or -1 */
};

/* False, with errno, if the kernel does not give what is needed. Either way, close it. */
bool board_open(struct board_host *board);
void board_close(struct board_host *board);

/* What a program finds on the page before it is started: whether it is only watched, and
 * the pipes that its output goes into, as it is to know them again. */
void board_fill_page(struct board_host *board, bool only_watch, const int outputs[2]);

/* What time it is: `base`, and from `origin` of the machine's CLOCK_MONOTONIC on so many
 * times as fast; with a speed of 0 it stands still. Readers see all of it or nothing. */
void board_publish(struct board_host *board, nanoseconds base, nanoseconds origin,
		   double speed);

#endif
