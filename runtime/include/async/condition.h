/*
 * A condition: tasks that wait for a change of what a lock protects.
 *
 *	struct condition changed = Condition();       changed = asyncio.Condition()
 *
 *	async_with (&changed) {                       async with changed:
 *		while (!is_ready)                             await changed.wait_for(
 *			await (condition_wait(&changed));         lambda: is_ready)
 *		…
 *	} end_with
 *
 *	condition_notify(&changed, 1);                changed.notify()
 *
 * condition_wait gives the lock back while it waits, and has it again when it
 * returns or raises. Who was notified goes on only when the lock is free.
 * RuntimeError where the lock is not held. Zero is a condition with a lock of
 * its own; Condition(&lock) takes one that is there, which must outlive it.
 *
 * CPython 3.11's: asyncio.Condition.
 */
#ifndef ASYNC_CONDITION_H
#define ASYNC_CONDITION_H

#include "lock.h"

struct condition {
	struct lock *lock;   /* NULL: its own */
	struct lock own;
	struct waiting_line line;
};

#define Condition(...) ((struct condition){ __VA_OPT__(.lock =) __VA_ARGS__ })

/* Condition.wait(): suspends until it is notified, and has the lock again. Raises
 * RuntimeError, CancelledError. */
async_declare(void, condition_wait, (struct condition *, condition));
/* Condition.wait_for(): until is_true(argument) is. */
async_declare(void, condition_wait_for, (struct condition *, condition),
	      (bool (*)(void *), is_true), (void *, argument));
/* Wakes so many of those who wait, or all; does not suspend. Raises RuntimeError. */
void condition_notify(struct condition *, unsigned count);
void condition_notify_all(struct condition *);

/* The lock's own: lock.h. */
async_declare(void, condition_acquire, (struct condition *, condition));
void condition_release(struct condition *);
bool condition_locked(const struct condition *);

/* What async_with makes of a struct condition *. */
static inline struct lock_held_async_context_manager
condition_held(struct condition *condition)
{
	return lock_held(condition->lock ? condition->lock : &condition->own);
}

#endif
