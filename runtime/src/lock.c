#include <async/lock.h>

#include "exception.h"
#include "line.h"
#include "trace.h"

/* Only the first in the line: if that one is awake already, it will take the
 * lock, or look here again. */
static void wake_first(struct lock *lock)
{
	if (lock->line.first)
		future_set_result(&lock->line.first->woken);
}

/* One that was woken and then cancelled passes the lock on: it is the first in
 * the line no more when this is looked at. */
static void acquire(struct lock *lock)
{
	struct waiter waiter;
	struct exception *cancelled;

	if (!lock->is_locked && !line_has_waiters(&lock->line)) {
		lock->is_locked = true;
		TRACE_THING(TRACE_HOLD, "lock", lock);
		return;
	}
	TRACE_THING(TRACE_WAIT, "lock", lock);
	cancelled = line_wait(&lock->line, &waiter);
	if (cancelled) {
		if (!lock->is_locked)
			wake_first(lock);
		exception_pass_on(cancelled);
	}
	lock->is_locked = true;
	TRACE_THING(TRACE_HOLD, "lock", lock);
}

async_define (void, lock_acquire, (struct lock *, lock))
{
	acquire(lock);
}

void lock_release(struct lock *lock)
{
	if (!lock->is_locked)
		raise (RuntimeError, "Lock is not acquired.");
	lock->is_locked = false;
	TRACE_THING(TRACE_LET_GO, "lock", lock);
	wake_first(lock);
}

bool lock_locked(const struct lock *lock)
{
	return lock->is_locked;
}

async_define (void, lock_held_aenter, (struct lock *, lock))
{
	acquire(lock);
}

async_define (bool, lock_held_aexit, (struct lock *, lock),
	     (struct exception *, exception))
{
	lock_release(lock);
	return false;
}
