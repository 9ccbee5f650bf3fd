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
 * generators are closed, threads are waited for. Gives an exit status for
 * main(): what an int coroutine returned, 0 for a void one; 1 if an exception
 * came out, after printing it with its traceback to standard error.
 *
 * Standard output becomes line buffered, so that a line is seen when it is
 * printed, also by who reads it through a pipe.
 */
#ifndef ASYNC_RUN_H
#define ASYNC_RUN_H

#include "await.h"

#define async_run(coroutine_)                                           \
	({                                                              \
		__auto_type object_ = (coroutine_);                     \
		_Static_assert(ASYNC_IS_VOID(object_.run(0, 0)) ||      \
			       __builtin_types_compatible_p(            \
				       __typeof__(object_.run(0, 0)), int), \
			       "async_run wants a coroutine of void or int"); \
		async_run_(&object_, object_.type,                      \
			   !ASYNC_IS_VOID(object_.run(0, 0)));          \
	})

int async_run_(const void *object, const struct coroutine_type *,
	       bool result_is_status);

#endif
