/*
 * Inside a program: bells, and the other descriptors that we keep open for ourselves.
 *
 * A thread that sleeps on descriptors of its program has one more beside them, by which
 * the grader wakes it: its bell.
 */
#ifndef COURSE_CLOCK_PRELOAD_BELL_H
#define COURSE_CLOCK_PRELOAD_BELL_H

#include <stdbool.h>
#include <stdint.h>

/* Is this descriptor one that we keep open for ourselves? The program is told
 * that it is not there. */
bool clock_owns_descriptor(int descriptor);

/* Sends a copy of the descriptor to the grader, for that slot or timer. */
bool clock_send_descriptor(int descriptor, bool is_timer, uint32_t index);

/* This thread's bell, for the slot with that number; -1: it has none, and must look by
 * itself. */
int bell_own(uint32_t slot);

/* It has been heard. */
void bell_drain(void);

/* The program has closed it: the next time, there is another one. */
void bell_forget(void);

/* From now on this thread looks by itself. */
void bell_give_up(void);

/* The thread gets another slot, and a bell goes with its slot. `is_ours`: it was made in
 * this very process. */
void bell_leave(bool is_ours);

#endif
