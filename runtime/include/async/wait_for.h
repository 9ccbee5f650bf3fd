/*
 * wait_for: to wait for something, but not for longer than so many seconds.
 *
 *	int n = await (wait_for(work(), 0.3));        n = await asyncio.wait_for(
 *	                                                  work(), 0.3)
 *
 * Takes a coroutine object, which becomes a task when the wait begins, a task or
 * a future. Gives its T, or raises what it raised. When the time is up it is
 * cancelled and waited for: so TimeoutError comes only after its clean-up, and
 * if it ends in another way nevertheless, that is what counts. Who is cancelled
 * while waiting cancels it, too. With a limit of 0 or less, a coroutine is never
 * started. FOREVER: no limit.
 *
 * CPython 3.11's: asyncio.wait_for.
 */
#ifndef ASYNC_WAIT_FOR_H
#define ASYNC_WAIT_FOR_H

#include "future.h"
#include "task.h"
#include "time.h"

/* What every object of wait_for begins with. */
struct wait_for_coroutine {
	const struct coroutine_type *type;
	double timeout;
	const struct coroutine_type *awaitable_type; /* NULL: it is a future */
	size_t awaitable_offset;                     /* where it stands in here */
	size_t awaitable_size, result_size;
	const struct source_location *location;
};

extern const struct coroutine_type wait_for_type;

#define wait_for(awaitable, seconds)                                    \
	({                                                              \
		__auto_type limited_ = (awaitable);                     \
		_Static_assert(ASYNC_IS_AWAITABLE_(limited_),           \
			       "wait_for wants a coroutine, a task or a future"); \
		union {                                                 \
			const struct coroutine_type *type;              \
			struct {                                        \
				struct wait_for_coroutine wait;         \
				__typeof__(limited_) awaitable_;        \
			};                                              \
			__typeof__(ASYNC_RESULT_OF_(limited_)) (*label)(void); \
		} object_;                                              \
		object_.wait = (struct wait_for_coroutine){             \
			&wait_for_type, (seconds),                      \
			__builtin_choose_expr(ASYNC_IS_POINTER(limited_), \
				(const struct coroutine_type *)0,       \
				ASYNC_TYPE_OF_(limited_)),              \
			(size_t)((char *)&object_.awaitable_ -          \
				 (char *)&object_),                     \
			sizeof(limited_),                               \
			ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(limited_)),     \
			ASYNC_LOCATION("wait_for (" #awaitable ")"),    \
		};                                                      \
		object_.awaitable_ = limited_;                          \
		ASYNC_GIVEN_(object_);                                   \
	}).coroutine

#endif
