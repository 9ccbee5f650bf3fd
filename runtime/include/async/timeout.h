/*
 * timeout: a limit of time for a block.
 *
 *	async_with (timeout(0.3)) {                   async with asyncio.timeout(0.3):
 *		await (work());                               await work()
 *	} end_with
 *
 * When the time is up, the task is cancelled: so what it awaits gets
 * CancelledError, and may clean up. At the end of the block that becomes a
 * TimeoutError; but only in the block whose time was up, and if nobody else has
 * asked for a cancellation. A body that never suspends is not interrupted, and
 * one that has ended in time hears nothing.
 *
 * Who wants to move the deadline gives the scope a name:
 *
 *	async_with (limit, timeout(FOREVER)) {        async with asyncio.timeout(None) as limit:
 *		timeout_reschedule(limit, loop_time() + 1);   limit.reschedule(loop.time() + 1)
 *
 * and who wants to know after the block, whether it was its time that was up,
 * gives it a place:
 *
 *	struct timeout limit = Timeout(0.3);
 *	async_with (&limit) { … } end_with
 *	if (timeout_expired(&limit)) …                if limit.expired(): …
 *
 * asyncio.timeout, of Python 3.11.
 */
#ifndef ASYNC_TIMEOUT_H
#define ASYNC_TIMEOUT_H

#include "context_manager.h"
#include "task.h"
#include "time.h"

enum timeout_state {
	TIMEOUT_CREATED, TIMEOUT_ENTERED, TIMEOUT_EXPIRING, TIMEOUT_EXPIRED,
	TIMEOUT_EXITED,
};

struct timeout {
	enum timeout_state state;
	bool is_on_heap;
	uint32_t cancelling;      /* requests to its task, when it was entered */
	double when;              /* of loop_time; FOREVER: never */
	struct task *task;
	struct timeout_timer *timer; /* while it is entered; owned */
};

/* In so many seconds from now; FOREVER: never. Raises RuntimeError where it is
 * entered twice, or outside a task. */
#define Timeout(seconds) ((struct timeout){ .when = timeout_when_in_(seconds) })
double timeout_when_in_(double seconds);

/* Timeout.reschedule(): to that loop_time. Raises RuntimeError outside the
 * block. Timeout.when(), Timeout.expired() */
void timeout_reschedule(struct timeout *, double when);
double timeout_when(const struct timeout *);
bool timeout_expired(const struct timeout *);

/* What async_with makes of a struct timeout *. */
async_declare(struct timeout *, timeout_scope_aenter, (struct timeout *, timeout));
async_declare(void, timeout_scope_aexit, (struct timeout *, timeout),
	      (struct exception *, exception));
async_context_manager (timeout_scope, struct timeout *);

/* asyncio.timeout() and timeout_at(): a scope that nobody has to keep. It is
 * freed when it is left. Raises MemoryError. */
struct timeout *timeout_new_(double when);
#define timeout(seconds) timeout_scope(timeout_new_(timeout_when_in_(seconds)))
#define timeout_at(when) timeout_scope(timeout_new_(when))

#endif
