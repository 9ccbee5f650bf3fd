/*
 * as_completed: several results, each as soon as it is there.
 *
 *	for_each (Future(int), earliest, as_completed(tasks, 3)) {
 *		int n = await (earliest);             for earliest in asyncio.as_completed(tasks):
 *		…                                             n = await earliest
 *	}
 *
 * Takes an array of tasks or futures of one type, how many, and if wanted a
 * limit of time. Gives one future for each: the first is done when the first of
 * the tasks is, and so on. Awaiting one gives the task's result or raises its
 * exception; TimeoutError when the time was up before.
 *
 * The futures live until the end of async_run.
 */
#ifndef ASYNC_AS_COMPLETED_H
#define ASYNC_AS_COMPLETED_H

#include "gather.h"
#include "iterator.h"
#include "time.h"

/* as_completed (tasks, count) makes what an iterator class makes (iterator.h),
 * with Future(T) as its item. */
#define as_completed(tasks, ...)                                        \
	ASYNC_JOIN(ASYNC_AS_COMPLETED_, ASYNC_COUNT(__VA_ARGS__))       \
	(tasks, __VA_ARGS__)
#define ASYNC_AS_COMPLETED_1(tasks, count) \
	ASYNC_AS_COMPLETED_2(tasks, count, FOREVER)
#define ASYNC_AS_COMPLETED_2(tasks, count, seconds)                     \
	({                                                              \
		__auto_type tasks_ = &*(tasks);                         \
		struct {                                                \
			struct completions *self;                       \
			void *(*iter)(void *);                          \
			const struct iterator_methods *methods;         \
			Future(ASYNC_RESULT_OF_(*tasks_)) item[0];      \
		} iterable_ = {                                         \
			as_completed_(ASYNC_FUTURES_(tasks_), (count),  \
				      (seconds),                        \
				      ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(*tasks_))), \
			completions_iter_, &completions_methods, {}     \
		};                                                      \
		iterable_;                                              \
	})

struct completions;

/* Raises MemoryError. */
struct completions *as_completed_(struct future *const *futures, size_t count,
				  double timeout, size_t result_size);
void *completions_iter_(void *);
extern const struct iterator_methods completions_methods;

#endif
