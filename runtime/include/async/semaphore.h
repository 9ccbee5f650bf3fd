/*
 * A semaphore: so many tasks at a time.
 *
 *	struct semaphore two = Semaphore(2);          two = asyncio.Semaphore(2)
 *
 *	async_with (&two) {                           async with two:
 *		…                                             …
 *	} end_with
 *
 * Served in the order of arrival. BoundedSemaphore(2) does not let itself be
 * released more often than it was acquired. It owns nothing, and must stay where it is
 * while somebody is in it or waits.
 *
 * CPython 3.11's: asyncio.Semaphore, asyncio.BoundedSemaphore.
 */
#ifndef ASYNC_SEMAPHORE_H
#define ASYNC_SEMAPHORE_H

#include "context_manager.h"
#include "line.h"

struct semaphore {
	int value;           /* how many more may enter */
	int bound;           /* value must not exceed it; 0: no bound */
	struct waiting_line line;
};

#define Semaphore(value) semaphore_((value), 0)
#define BoundedSemaphore(value) semaphore_((value), (value))
/* Raises ValueError if the value is negative. */
struct semaphore semaphore_(int value, int bound);

/* Semaphore.acquire(): suspends the task until it may enter; takes no turn of the loop
 * if it may at once. Raises CancelledError only; then it has not entered. */
async_declare(void, semaphore_acquire, (struct semaphore *, semaphore));

/* Semaphore.release(): does not suspend. Raises ValueError beyond the bound. */
void semaphore_release(struct semaphore *);

/* Semaphore.locked(): would acquire have to wait? */
bool semaphore_locked(const struct semaphore *);

/* What async_with makes of a struct semaphore *. */
async_declare(void, semaphore_held_aenter, (struct semaphore *, semaphore));
async_declare(bool, semaphore_held_aexit, (struct semaphore *, semaphore),
	      (struct exception *, exception));
async_context_manager (semaphore_held, struct semaphore *);

#endif
