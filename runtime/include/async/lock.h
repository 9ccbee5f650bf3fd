/*
 * A lock: one task at a time.
 *
 *	struct lock lock = Lock();                    lock = asyncio.Lock()
 *
 *	async_with (&lock) {                          async with lock:
 *		…                                             …
 *	} end_with
 *
 * A free lock takes no turn of the loop. Otherwise tasks get it in the order in
 * which they asked: one that gives it back and asks again stands behind those
 * who wait. Zero is a lock, too: `static struct lock lock;`. It owns nothing, and must
 * stay where it is while somebody has it or waits for it.
 *
 * CPython 3.11's: asyncio.Lock. As there, who asks for a lock that they hold already
 * waits for ever.
 */
#ifndef ASYNC_LOCK_H
#define ASYNC_LOCK_H

#include "context_manager.h"
#include "line.h"

struct lock {
	bool is_locked;
	struct waiting_line line;
};

#define Lock() ((struct lock){})

/* Lock.acquire(): suspends the task until it has the lock. Raises CancelledError only;
 * then it has not got it. */
async_declare(void, lock_acquire, (struct lock *, lock));

/* Lock.release(): does not suspend. Raises RuntimeError if it is not locked. */
void lock_release(struct lock *);

/* Lock.locked() */
bool lock_locked(const struct lock *);

/* What async_with makes of a struct lock *. */
async_declare(void, lock_held_aenter, (struct lock *, lock));
async_declare(bool, lock_held_aexit, (struct lock *, lock),
	      (struct exception *, exception));
async_context_manager (lock_held, struct lock *);

#endif
