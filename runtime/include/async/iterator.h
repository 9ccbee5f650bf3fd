/*
 * Iteration: for_each and async_for.
 *
 *	async_for (int, number, counter(&c)) {        async for number in Counter(5):
 *		printf("%d\n", number);                       print(number)
 *	} else {                                      else:
 *		puts("all of them");                          print("all of them")
 *	}
 *
 * A class is asynchronously iterable because it has aiter, and its iterator
 * anext (PEP 492; Python Language Reference 3.4.3). aiter is a plain function;
 * anext a coroutine function that gives the next item or raises
 * StopAsyncIteration:
 *
 *	struct counter *counter_aiter(struct counter *self) …
 *	async (int, counter_anext, (struct counter *, self)) …
 *	async_iterator (counter, struct counter *);
 *
 * The last line stands where Python has `class`, and makes `counter(self)`,
 * the iterable that async_for wants. An iterable whose aiter gives an object
 * of another class names that class's async_iterator third:
 *	async_iterable (shelf, struct shelf *, reader);
 *
 * break, continue, goto and return work as in any loop of C; the `else` block
 * runs when there is no next item, and not after a break.
 *
 * A generator that is left early is closed then and there, and its clean-up
 * awaited: what Python needs contextlib.aclosing for. To go on with it after
 * the loop, iterate over `borrowed (generator)` (async_generator.h).
 */
#ifndef ASYNC_ITERATOR_H
#define ASYNC_ITERATOR_H

#include "await.h"
#include "exception.h"

/* How the loop reaches what it iterates over. */
struct iterator_methods {
	/* Stores the next item, or returns false at the end. May suspend, if
	 * it is asynchronous; raises what the iterator raises. */
	bool (*next)(void *iterator, void *item);
	/* Called when that was false: raises what the body has raised. NULL:
	 * nothing is to be done. Not a part of next, which so has nothing left
	 * to do when a generator switches back to it. */
	void (*ended)(void *iterator);
	/* The loop is left; NULL: nothing is to be done. May suspend likewise. */
	void (*close)(void *iterator);
};

/*
 *	struct counter_async_iterable {
 *		struct counter *self;
 *		void *(*aiter)(void *self);
 *		const struct iterator_methods *async_methods;
 *		int item[0];            // no room: it only says the type
 *	};
 */
#define async_iterator(name, self_type)                                 \
	static bool name##_anext_or_end(void *self_, void *item_)       \
	{                                                               \
		struct coroutine *await_is_only_allowed_in_async =      \
			coroutine_current;                              \
		struct handler handler_;                                \
		handler_push_(&handler_);                               \
		if (handler_mark_(handler_.registers) != 0)             \
			return iteration_stopped_(&handler_,            \
						  StopAsyncIteration);  \
		__auto_type coroutine_ = name##_anext(self_);           \
		*(__typeof__(ASYNC_AWAIT_OBJECT_(coroutine_)) *)item_ = \
			ASYNC_AWAIT_OBJECT_(coroutine_);                \
		handler_pop_(&handler_);                                \
		return true;                                            \
	}                                                               \
	async_iterable (name, self_type, name)

#define async_iterable(name, self_type, iterator)                       \
	struct name##_async_iterable {                                  \
		__typeof__(self_type) self;                             \
		void *(*aiter)(void *);                                 \
		const struct iterator_methods *async_methods;           \
		__typeof__(iterator##_anext(0).run(0, 0)) item[0];      \
	};                                                              \
	static void *name##_aiter_called(void *self_)                   \
	{                                                               \
		return name##_aiter(self_);                             \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline struct name##_async_iterable name(                \
		__typeof__(self_type) self_)                            \
	{                                                               \
		static const struct iterator_methods methods_ = {       \
			iterator##_anext_or_end, NULL, NULL             \
		};                                                      \
		return (struct name##_async_iterable){                  \
			self_, name##_aiter_called, &methods_, {}       \
		};                                                      \
	}                                                               \
	struct name##_async_iterable

/* The same for plain classes, with name_iter and name_next, which raises
 * StopIteration. */
#define iterator(name, self_type)                                       \
	static bool name##_next_or_end(void *self_, void *item_)        \
	{                                                               \
		struct handler handler_;                                \
		handler_push_(&handler_);                               \
		if (handler_mark_(handler_.registers) != 0)             \
			return iteration_stopped_(&handler_,            \
						  StopIteration);       \
		*(__typeof__(name##_next(0)) *)item_ = name##_next(self_); \
		handler_pop_(&handler_);                                \
		return true;                                            \
	}                                                               \
	struct name##_iterable {                                        \
		__typeof__(self_type) self;                             \
		void *(*iter)(void *);                                  \
		const struct iterator_methods *methods;                 \
		__typeof__(name##_next(0)) item[0];                     \
	};                                                              \
	static void *name##_iter_called(void *self_)                    \
	{                                                               \
		return name##_iter(self_);                              \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline struct name##_iterable name(__typeof__(self_type) self_) \
	{                                                               \
		static const struct iterator_methods methods_ = {       \
			name##_next_or_end, NULL, NULL                  \
		};                                                      \
		return (struct name##_iterable){                        \
			self_, name##_iter_called, &methods_, {}        \
		};                                                      \
	}                                                               \
	struct name##_iterable

/* An exception has arrived where the next item was asked for: false if it is
 * the end of the iteration; any other goes on outwards. */
bool iteration_stopped_(struct handler *, const struct exception_type *end);

/*
 * async_for (T, item, iterable) { body } else { … } expands to
 *
 *	for (struct loop_scope loop_ __attribute__((cleanup(loop_leave_))) = …;
 *	     loop_again_(&loop_); )
 *		if (loop_.state == LOOP_RUNNING)
 *			for (T item; loop_next_(&loop_, &item); )
 *				{ body }
 *		else
 *			{ … }
 *
 * A break in the body leaves the inner loop with an item at hand; then
 * loop_again_ is false, and the else is not reached.
 */
#define async_for(T, variable, iterable)                                \
	ASYNC_LOOP_(T, variable,                                        \
		    ASYNC_LOOP_OVER_(async_methods, aiter, async_generator, \
				     T, iterable),                      \
		    await_is_only_allowed_in_async)

#define for_each(T, variable, iterable)                                 \
	ASYNC_LOOP_(T, variable,                                        \
		    ASYNC_LOOP_OVER_(methods, iter, generator, T, iterable), \
		    coroutine_current)

#define ASYNC_LOOP_(T, variable, start, here)                           \
	for (__attribute__((cleanup(loop_leave_)))                      \
	     struct loop_scope loop_ = start;                           \
	     loop_again_(&loop_, here); )                               \
		if (loop_.state == LOOP_RUNNING)                        \
			for (__typeof__(T) variable;                    \
			     loop_next_(&loop_, &variable); )

/* iterable is an object that a class's iterable function made, or a pointer
 * that is labelled as a generator of T (generator.h). */
#define ASYNC_LOOP_OVER_(methods_, iter_, kind, T, iterable)            \
	({                                                              \
		__auto_type iterable_ = (iterable);                     \
		_Static_assert(ASYNC_GIVES_(kind, T, iterable_,         \
					    ASYNC_AS_##kind(iterable_)), \
			       "the loop's variable has not the type of the items"); \
		(struct loop_scope){                                    \
			.iterator = __builtin_choose_expr(              \
				ASYNC_IS_POINTER(iterable_),            \
				(void *)ASYNC_AS_LABEL_(iterable_),     \
				ASYNC_AS_##kind(iterable_).iter_(       \
					ASYNC_AS_##kind(iterable_).self)), \
			.methods = __builtin_choose_expr(               \
				ASYNC_IS_POINTER(iterable_),            \
				&kind##_methods,                        \
				ASYNC_AS_##kind(iterable_).methods_),   \
			.location = ASYNC_LOCATION(#iterable),          \
		};                                                      \
	})

#define ASYNC_GIVES_(kind, T, x, object)                                \
	(ASYNC_IS_POINTER(x)                                            \
	 ? __builtin_types_compatible_p(                                \
		 __typeof__(x), __typeof__(T) (*)(struct kind *))       \
	 : __builtin_types_compatible_p(                                \
		 __typeof__(T), __typeof__(object.item[0])))
#define ASYNC_AS_async_generator(x)                                     \
	__builtin_choose_expr(ASYNC_IS_POINTER(x), async_no_async_iterable_, x)
#define ASYNC_AS_generator(x)                                           \
	__builtin_choose_expr(ASYNC_IS_POINTER(x), async_no_iterable_, x)

extern const struct iterator_methods async_generator_methods;
extern const struct iterator_methods generator_methods;

extern struct async_no_async_iterable_ {
	void *self;
	void *(*aiter)(void *);
	const struct iterator_methods *async_methods;
	char item[0];
} async_no_async_iterable_;

extern struct async_no_iterable_ {
	void *self;
	void *(*iter)(void *);
	const struct iterator_methods *methods;
	char item[0];
} async_no_iterable_;

enum loop_state { LOOP_START, LOOP_RUNNING, LOOP_EXHAUSTED, LOOP_OVER };

struct loop_scope {
	void *iterator;
	const struct iterator_methods *methods;
	const struct source_location *location;
	enum loop_state state;
	struct await_frame frame;
	struct handler handler; /* closes the iterator as a raise goes by */
};

void loop_exhausted_(struct loop_scope *);
void loop_close_(struct loop_scope *);
void loop_passed_(struct handler *, struct exception *);

/* Called at the start, and when the inner loop has ended: by a break with the
 * state LOOP_RUNNING. */
static inline bool loop_again_(struct loop_scope *loop, struct coroutine *here)
{
	if (loop->state == LOOP_START) {
		loop->state = LOOP_RUNNING;
		loop->frame.location = loop->location;
		if (loop->methods->close) {
			handler_push_(&loop->handler);
			loop->handler.pass = loop_passed_;
		}
		(void)here;
		return true;
	}
	if (loop->state == LOOP_EXHAUSTED) {
		loop->state = LOOP_OVER;
		return true;
	}
	return false;
}

static inline bool loop_next_(struct loop_scope *loop, void *item)
{
	struct coroutine *here = coroutine_current;
	bool more;

	loop->frame.previous = here->awaits;
	here->awaits = &loop->frame;
	more = loop->methods->next(loop->iterator, item);
	if (__builtin_expect(!more, false))
		loop_exhausted_(loop);
	here->awaits = loop->frame.previous;
	return more;
}

static inline void loop_leave_(struct loop_scope *loop)
{
	if (loop->methods->close)
		loop_close_(loop);
}

#endif
