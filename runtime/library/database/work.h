/*
 * Work that blocks, done by threads, one piece after another.
 *
 * Pieces are begun in the order in which they were asked for, the next one when the
 * one before has ended, or sleeps: so a program does the same each time that it runs,
 * whichever thread is faster. Only when a piece computes for longer than a few
 * milliseconds is the next one begun beside it. Under a clock that stands still while
 * threads compute, that never happens.
 */
#ifndef ASYNC_DATABASE_WORK_H
#define ASYNC_DATABASE_WORK_H

/*
 * Has work(argument) done by a thread, and suspends until it has ended, also if the
 * task is cancelled: then interrupt(argument) is called, which should make it end
 * soon, and CancelledError raised when it has. Work that has not begun by then never
 * does.
 */
void work_in_turn(void (*work)(void *), void (*interrupt)(void *), void *argument);

/* Called by the work, in its thread: returns after so many seconds, or when it is
 * interrupted. The loop counts the time, and lets others work meanwhile. */
void work_sleep(double seconds);

#endif
