/*
 * shield: to wait for something, and not to take it along when one is
 * cancelled.
 *
 *	int n = await (shield(task));                 n = await asyncio.shield(task)
 *
 * Takes a coroutine object, which becomes a task, a task or a future. Gives a
 * Future(T); if what it shields is done already, its result, at once. Who waits
 * for the shield and is cancelled gets CancelledError; the shielded task goes
 * on. If that one is cancelled itself, so is the shield.
 *
 * The future lives until the end of async_run, or until task_release.
 *
 * CPython 3.11's: asyncio.shield.
 */
#ifndef ASYNC_SHIELD_H
#define ASYNC_SHIELD_H

#include "future.h"
#include "task.h"

#define shield(awaitable)                                               \
	({                                                              \
		__auto_type shielded_ = (awaitable);                    \
		(Future(ASYNC_RESULT_OF_(shielded_)))shield_(           \
			(struct future *)ASYNC_ENSURE_FUTURE_(          \
				shielded_,                              \
				ASYNC_LOCATION("shield (" #awaitable ")")), \
			ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(shielded_)),    \
			!ASYNC_IS_POINTER(shielded_));                  \
	})

/* Raises MemoryError. */
struct future *shield_(struct future *inner, size_t result_size,
		       bool inner_is_given_up);

#endif
