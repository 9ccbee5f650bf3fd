/*
 * gather: several at once, and all their results.
 *
 *	int *sums = await (gather(add(1, 2), add(3, 4)));
 *	                                              sums = await asyncio.gather(
 *	                                                  add(1, 2), add(3, 4))
 *
 * Takes up to eight coroutine objects, tasks or futures; what is a coroutine
 * object starts as a task, then and there. Gives a Future: of a T * to the
 * results, in the order of the arguments, if all of them give a T; of void, if
 * they differ or give nothing. In that case make tasks of them first, and read
 * each by task_result:
 *
 *	Task(int) age = create_task(ask_age());
 *	Task(char *) name = create_task(ask_name());
 *	await (gather(age, name));
 *	printf("%s, %d\n", task_result(name), task_result(age));
 *
 * The first exception is raised at once, and the others go on by themselves.
 * Cancelling the gather cancels all its members. With every member done, the
 * gather is done in the turn after, and who awaits it goes on in the next.
 *
 * gather_all (tasks, count) is gather(*tasks): for an array of Task(T).
 *
 * gather_return_exceptions (…) is gather(…, return_exceptions=True): it waits
 * for all of them and raises none of their exceptions. It gives an array of
 * struct exception *: what each has raised, or NULL.
 *
 * The arrays are the future's. It lives until the end of async_run, or until
 * task_release.
 */
#ifndef ASYNC_GATHER_H
#define ASYNC_GATHER_H

#include "future.h"
#include "task.h"

/*
 * gather (a, b) expands to
 *
 *	({
 *		struct future *members_[] = { ensure_future(a), ensure_future(b) };
 *		const bool given_up_[] = { true, true };  // nobody holds them
		(Future(T *))gather_(members_, 2, sizeof(T), given_up_);
 *	})
 */
#define gather(...)                                                     \
	({                                                              \
		const struct source_location *place_ =                  \
			ASYNC_LOCATION("gather (" #__VA_ARGS__ ")");    \
		ASYNC_MEMBERS_(__VA_ARGS__)                             \
		(Future(ASYNC_GATHERED_(__VA_ARGS__)))gather_(          \
			members_, sizeof(members_) / sizeof(*members_), \
			ASYNC_IS_VOID(ASYNC_GATHERED_(__VA_ARGS__))     \
				? 0                                     \
				: ASYNC_SIZE_OF_RESULT_(__VA_ARGS__),   \
			given_up_);                                     \
	})

#define gather_return_exceptions(...)                                   \
	({                                                              \
		const struct source_location *place_ =                  \
			ASYNC_LOCATION("gather (" #__VA_ARGS__ ")");    \
		ASYNC_MEMBERS_(__VA_ARGS__)                             \
		(Future(struct exception **))gather_(                   \
			members_, sizeof(members_) / sizeof(*members_), \
			GATHER_EXCEPTIONS, given_up_);                  \
	})

#define gather_all(tasks, count)                                        \
	({                                                              \
		__auto_type tasks_ = &*(tasks);                         \
		(Future(ASYNC_GATHERED_(*tasks_)))gather_(              \
			ASYNC_FUTURES_(tasks_), (count),                \
			ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(*tasks_)), NULL); \
	})

#define gather_all_return_exceptions(tasks, count)                      \
	({                                                              \
		__auto_type tasks_ = &*(tasks);                         \
		(Future(struct exception **))gather_(                   \
			ASYNC_FUTURES_(tasks_), (count),                \
			GATHER_EXCEPTIONS, NULL);                       \
	})

/* In place of the size of a result. */
#define GATHER_EXCEPTIONS SIZE_MAX

/* `given_up`: of which of them nobody but the gather knows; NULL: of none.
 * Raises MemoryError. */
struct future *gather_(struct future *const *members, size_t count,
		       size_t result_size, const bool *given_up);

#define ASYNC_MEMBERS_(...)                                             \
	struct future *members_[] = {                                   \
		ASYNC_EACH(ASYNC_MEMBER_, __VA_ARGS__)                  \
	};                                                              \
	const bool given_up_[] = {                                      \
		ASYNC_EACH(ASYNC_GIVEN_UP_, __VA_ARGS__)                \
	};
#define ASYNC_MEMBER_(x)                                                \
	({                                                              \
		__auto_type awaitable_ = (x);                           \
		_Static_assert(ASYNC_IS_AWAITABLE_(awaitable_),         \
			       "gather wants calls of coroutines, tasks or futures: " \
			       "for an array of tasks there is gather_all (tasks, count)"); \
		(struct future *)ASYNC_ENSURE_FUTURE_(awaitable_, place_); \
	}),
#define ASYNC_GIVEN_UP_(x) !ASYNC_IS_POINTER(x),

/* T *, if all give a T; else void. */
#define ASYNC_GATHERED_(...)                                            \
	__typeof__(*__builtin_choose_expr(                              \
		ASYNC_ALL_GIVE_(ASYNC_FIRST_OF_(__VA_ARGS__), __VA_ARGS__), \
		(ASYNC_RESULT_TYPE_(ASYNC_FIRST_OF_(__VA_ARGS__)) **)0, \
		(void *)0))
#define ASYNC_FIRST_OF_(first, ...) first
#define ASYNC_SIZE_OF_RESULT_(first, ...) \
	sizeof(ASYNC_SOLID(ASYNC_RESULT_TYPE_(first)))
#define ASYNC_ALL_GIVE_(first, ...)                                     \
	(!ASYNC_IS_VOID(ASYNC_RESULT_TYPE_(first))                      \
	 ASYNC_EACH_WITH(ASYNC_GIVES_SAME_, first, __VA_ARGS__))
#define ASYNC_GIVES_SAME_(first, x)                                     \
	&& __builtin_types_compatible_p(ASYNC_RESULT_TYPE_(first),      \
					ASYNC_RESULT_TYPE_(x))

/* An array of Task(T) or Future(T), as one of struct future *: the label is
 * but another name for the same pointer. */
typedef struct future *async_future_pointer_ __attribute__((may_alias));
#define ASYNC_FUTURES_(tasks)                                           \
	({                                                              \
		_Static_assert(ASYNC_IS_POINTER(*(tasks)) &&            \
			       ASYNC_IS_AWAITABLE_(*(tasks)),           \
			       "this is no array of tasks");            \
		(async_future_pointer_ *)(tasks);                       \
	})

#endif
