/*
 * Turns: of all who work at the same time, so many compile or run something.
 *
 * Whoever makes a jail, brings a record to the disk, or waits for what he has ended to
 * be gone, leaves a processor idle. So a pool (run/pool.h) has more workers than may
 * compile or run programs at a time, and these take turns at that. Where there is no
 * pool, it is always one's turn.
 */
#ifndef COURSE_RUN_TURN_H
#define COURSE_RUN_TURN_H

/* In a worker: who is to be asked, by the functions of a pool. */
void turn_set(void (*take)(void *context), void (*give)(void *context), void *context);

/* Waits for one's turn. Who has it already goes on. */
void turn_take(void);

/* Leaves it to others. Who does not have it need not care. */
void turn_give(void);

/* Seconds that this process has waited for its turns. */
double turn_waited(void);

#endif
