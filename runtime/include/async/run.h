/*
 * async_run: from main() into the world of coroutines and back.
 *
 *	int main(void)
 *	{
 *		return async_run(main_coroutine());     asyncio.run(main())
 *	}
 *
 * Runs the coroutine as the first task of a new loop, to its end. Then, as
 * asyncio.run does: tasks that are left are cancelled and awaited, open async
 * generators are closed, threads are waited for. Only then it gives what the
 * coroutine gave, 0 for a void one, or raises what it raised; outside any try,
 * that is printed with its traceback, and the program's exit status is 1.
 *
 * In Python what the tasks that are left still use lives on; in C the variables of the
 * coroutine's function end with it. Their stack is kept until those tasks have cleaned
 * up, so that pointers into it find what was there; but no rule of C promises that, and
 * valgrind complains rightly. What they use then belongs in a place that lives longer.
 *
 * Ctrl-C (SIGINT) cancels the first task, which may clean up, awaiting; then async_run
 * raises KeyboardInterrupt (asyncio.Runner, Python 3.11). If nobody catches that, the
 * program ends by SIGINT. A second Ctrl-C ends it at once. So it is in the main thread,
 * unless the program has a handler of its own, or ignores the signal.
 *
 * Raises RuntimeError where a loop runs already.
 *
 * Standard output becomes line buffered, so that a line is seen when it is
 * printed, also by who reads it through a pipe.
 *
 * Environment: ASYNC_SCHEDULE=SEED, a whole number, runs what is ready in another
 * order, the same one for the same seed: to find what only happens to work. Tasks
 * that are ready together run in any order and not all in the same turn, and of
 * deadlines that are equal, or 50 microseconds apart at most, any may be the first.
 * Order that is promised stays: what one task does, the lines of locks, semaphores
 * and queues, and callbacks. 0, or none, is CPython's order: first come, first
 * served.
 */
#ifndef ASYNC_RUN_H
#define ASYNC_RUN_H

#include "await.h"
#include "future.h"

/* async_run (x) expands to ({ T result; async_run_(&x, …, &result); result; }),
 * and to int for void. */
#define async_run(coroutine_)                                           \
	({                                                              \
		__auto_type object_ = (coroutine_);                     \
		ASYNC_EXPECT_COROUTINE_("async_run", object_);          \
		struct {                                                \
			__typeof__(__builtin_choose_expr(               \
				ASYNC_IS_VOID(ASYNC_RESULT_OF_(object_)), 0, \
				ASYNC_RESULT_OF_(object_))) value;      \
		} result_ = {};                                         \
		async_run_(&object_, ASYNC_TYPE_OF_(object_),           \
			   sizeof(object_),                             \
			   ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(object_)),   \
			   &result_);                                   \
		result_.value;                                          \
	})

void async_run_(const void *object, const struct coroutine_type *,
		size_t object_size, size_t result_size, void *result);

#endif
