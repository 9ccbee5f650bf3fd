/*
 * Another schedule: what is ready runs in an order drawn from a seed.
 *
 * asyncio promises less than it does. That who was ready first runs first, and
 * that all who are ready run before anybody runs twice, is how CPython's loop
 * happens to be made; a program that leans on it is wrong somewhere else. Here
 * the tasks of a turn are shuffled, some are left for the next turn, and of
 * timers with the same deadline, or nearly the same, any may be the first.
 *
 * What is promised stays. A task that was woken in its line (a lock's, a
 * queue's, a semaphore's, an event's) keeps its place, and nobody passes it;
 * what is no task's (a callback, a gathering) keeps its place as well.
 */
#ifndef ASYNC_SRC_SCHEDULE_H
#define ASYNC_SRC_SCHEDULE_H

#include <stdint.h>

#include "handle.h"

/* What ASYNC_SCHEDULE says (see <async/run.h>); 0: the loop's own order. */
uint64_t schedule_from_environment(void);

/* Moves what is ready into the turn that begins, which is empty: what is left in
 * `ready` runs in a later one. At least one is moved, if one is there. */
void schedule_turn(uint64_t *schedule, struct handle_queue *ready,
		   struct handle_queue *turn);

/* Any order of these. */
void schedule_shuffle(uint64_t *schedule, struct handle_queue *);

#endif
