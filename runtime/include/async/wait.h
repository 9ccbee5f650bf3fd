/*
 * async_wait: until some of several tasks, or all, are done.
 *
 *	Task(int) tasks[3] = { … };
 *	await (async_wait(tasks, 3));                 await asyncio.wait(tasks)
 *	int done = await (async_wait(tasks, 3, FIRST_COMPLETED));
 *	int done = await (async_wait(tasks, 3, ALL_COMPLETED, 0.5));
 *
 * Takes an array of tasks or futures of one type, how many, and if wanted: what
 * to wait for, and for how many seconds at most. Gives how many are done; which
 * ones, task_done says. Raises none of their exceptions, and cancels none, not
 * even when the time is up or it is cancelled itself. ValueError for an empty
 * array.
 *
 * FIRST_EXCEPTION: until one has raised an exception, or all are done.
 */
#ifndef ASYNC_WAIT_H
#define ASYNC_WAIT_H

#include "future.h"
#include "gather.h"
#include "time.h"

enum return_when { ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION };

#define async_wait(tasks, ...)                                          \
	ASYNC_JOIN(ASYNC_WAIT_, ASYNC_COUNT(__VA_ARGS__))(tasks, __VA_ARGS__)
#define ASYNC_WAIT_1(tasks, count) \
	ASYNC_WAIT_3(tasks, count, ALL_COMPLETED, FOREVER)
#define ASYNC_WAIT_2(tasks, count, return_when) \
	ASYNC_WAIT_3(tasks, count, return_when, FOREVER)
#define ASYNC_WAIT_3(tasks, count, return_when, seconds)                \
	({                                                              \
		__auto_type tasks_ = &*(tasks);                         \
		__auto_type object_ = async_wait_for_several(           \
			(struct future *const *)ASYNC_FUTURES_(tasks_), \
			(count), (return_when), (seconds));             \
		ASYNC_GIVEN_(object_);                                  \
	}).coroutine

async_declare(int, async_wait_for_several,
	      (struct future *const *, futures), (size_t, count),
	      (enum return_when, return_when), (double, timeout));

#endif
