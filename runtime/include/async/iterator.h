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
 * anext(PEP 492; Python Language Reference 3.4.3). aiter is a plain function;
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
 * Some objects of the runtime's are iterable themselves: a struct file *, and a struct
 * stream *, give their lines.
 *
 * break, continue, goto and return work as in any loop of C; the `else` block
 * runs when there is no next item, and not after a break.
 *
 * A function that takes anything that can be iterated over, be it a class or a
 * generator, says AsyncIterator(T), or AsyncIterable(T), which is the same here;
 * aiter(x) makes it, of a class's iterable or of an AsyncGenerator(T):
 *
 *	async (void, process, (AsyncIterable(int), stream)) …
 *	await (process(aiter(counter(&c))));
 *	await (process(aiter(ticker(3))));
 *
 * A loop consumes a generator or an AsyncIterator: a generator that is left
 * early is closed then and there, and its clean-up awaited (what Python needs
 * contextlib.aclosing for), and whoever asks it for something later gets a
 * RuntimeError. To go on with it after the loop, iterate over `borrowed(x)`.
 * What an AsyncIterator itself takes, some bytes, is used again after a loop over
 * it; never given back otherwise.
 */
#ifndef ASYNC_ITERATOR_H
#define ASYNC_ITERATOR_H

#include "await.h"
#include "exception.h"

struct file;
struct file_watch;
struct stream;

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
	_Static_assert(sizeof(&name##_anext) && ASYNC_IS_COROUTINE_(name##_anext(0)), \
		       "an async_iterator wants " #name "_anext, an async function"); \
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
	ASYNC_EXPECT_SELF_("async_iterator", name, self_type);          \
	_Static_assert(sizeof(&name##_aiter) && ASYNC_IS_POINTER(name##_aiter(0)), \
		       "an async_iterator wants " #name "_aiter, a plain function " \
		       "that gives a pointer");                         \
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
			iterator##_anext_or_end, NULL, NULL                   \
		};                                                      \
		return (struct name##_async_iterable){                  \
			self_, name##_aiter_called, &methods_, {}       \
		};                                                      \
	}                                                               \
	struct name##_async_iterable

/* An iterator of any kind: what an AsyncIterator(T) is a label on. */
struct async_iterator {
	const void *label;           /* NULL: it has been consumed */
	void *iterator;              /* a class's object; a generator's label */
	const struct iterator_methods *methods; /* NULL: it is a generator */
	struct async_iterator *idle; /* another one that is free */
	struct async_iterator *older; /* all of this thread */
};

#define AsyncIterator(T) __typeof__(__typeof__(T) (*)(struct async_iterator *))
#define AsyncIterable(T) AsyncIterator(T)

/* aiter(): calls the class's aiter. Raises MemoryError. Does not suspend. */
#define aiter(iterable)                                                 \
	({                                                              \
		__auto_type iterable_ = ASYNC_ITERABLE_FROM_(iterable); \
		ASYNC_EXPECT_ASYNC_ITERABLE_("aiter", iterable_);       \
		(AsyncIterator(ASYNC_ITEM_(async_, iterable_)))         \
		__builtin_choose_expr(ASYNC_IS_LABEL(iterable_),        \
			__builtin_choose_expr(                          \
				ASYNC_LABEL_IS(iterable_, async_iterator), \
				aiter_of_iterator_, aiter_of_generator_ \
			)((void *)ASYNC_AS_LABEL_(iterable_)),          \
			aiter_of_class_(                                \
				(ASYNC_AS_(async_, iterable_).aiter)(     \
					ASYNC_AS_(async_, iterable_).self), \
				ASYNC_AS_(async_, iterable_).async_methods)); \
	})

void *aiter_of_class_(void *iterator, const struct iterator_methods *);
void *aiter_of_generator_(void *label);
void *aiter_of_iterator_(void *label);

/* The same for plain classes, with name_iter and name_next, which raises
 * StopIteration. */
#define iterator(name, self_type)                                       \
	ASYNC_EXPECT_SELF_("iterator", name, self_type);                \
	_Static_assert(sizeof(&name##_iter) && sizeof(&name##_next),        \
		       "an iterator wants " #name "_iter and " #name "_next"); \
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
		    ASYNC_LOOP_OVER_ASYNC_(T, iterable, #iterable),     \
		    (void)await_is_only_allowed_in_async)

#define for_each(T, variable, iterable)                                 \
	ASYNC_LOOP_(T, variable,                                        \
		    ASYNC_LOOP_OVER_PLAIN_(T, iterable, #iterable), (void)0)

#define ASYNC_LOOP_(T, variable, scope, allowed)                        \
	for (__attribute__((cleanup(loop_leave_))) struct loop_scope loop_ = \
		     (allowed, scope);                                  \
	     loop_again_(&loop_); )                                     \
		if (loop_.state == LOOP_RUNNING)                        \
			for (__typeof__(T) variable ASYNC_STORED_;      \
			     loop_next_(&loop_, &variable); )

/* What looks through programs without running them cannot see who stores it. */
#ifdef __clang_analyzer__
#define ASYNC_STORED_ = { 0 }
#else
#define ASYNC_STORED_
#endif

/* async_for (char *, line, file): an object of the runtime's that is iterable itself. */
#define ASYNC_ITERABLE_FROM_(x)                                         \
	({                                                              \
		__auto_type object_ = (x);                              \
		__builtin_choose_expr(                                  \
			ASYNC_IS_ITERABLE_ITSELF_(object_),             \
			ASYNC_ITERABLE_OF_(__builtin_choose_expr(       \
				ASYNC_IS_ITERABLE_ITSELF_(object_), object_, \
				(void *)0)),                            \
			object_);                                       \
	})
#define ASYNC_IS_ITERABLE_ITSELF_(x)                                    \
	_Generic((x), struct file *: 1, struct stream *: 1,             \
		 struct file_watch *: 1, default: 0)
#define ASYNC_ITERABLE_OF_(pointer)                                     \
	_Generic((pointer),                                             \
		struct file *: file_lines,                              \
		struct stream *: stream_lines,                          \
		struct file_watch *: watch_changes,                     \
		default: this_pointer_is_no_async_iterable)(pointer)
void *this_pointer_is_no_async_iterable(const void *);
struct file_lines_async_iterable file_lines(struct file *);       /* file.h */
struct stream_lines_async_iterable stream_lines(struct stream *); /* stream.h */
struct watch_changes_async_iterable watch_changes(struct file_watch *); /* watch.h */

/* What is iterated over is an object that a class's iterable function made, or a
 * label. */
#define ASYNC_LOOP_OVER_ASYNC_(T, iterable, text)                       \
	({                                                              \
		__auto_type iterable_ = ASYNC_ITERABLE_FROM_(iterable); \
		ASYNC_EXPECT_ASYNC_ITERABLE_("async_for", iterable_);   \
		ASYNC_EXPECT_ITEM_(T, async_, iterable_);               \
		__builtin_choose_expr(ASYNC_IS_LABEL(iterable_),        \
			__builtin_choose_expr(                          \
				ASYNC_LABEL_IS(iterable_, async_iterator), \
				loop_over_iterator_, loop_over_async_generator_ \
			)((void *)ASYNC_AS_LABEL_(iterable_),           \
			  ASYNC_LOCATION(text)),                        \
			loop_over_(                                     \
				(ASYNC_AS_(async_, iterable_).aiter)(     \
					ASYNC_AS_(async_, iterable_).self), \
				ASYNC_AS_(async_, iterable_).async_methods, \
				ASYNC_LOCATION(text)));                 \
	})

#define ASYNC_LOOP_OVER_PLAIN_(T, iterable, text)                       \
	({                                                              \
		__auto_type iterable_ = (iterable);                     \
		_Static_assert(!ASYNC_IS_ASYNC_ITERABLE_(iterable_),    \
			       "for_each cannot wait: this is asynchronous, " \
			       "use async_for");                        \
		_Static_assert(ASYNC_IS_RECORD(iterable_) ||            \
			       ASYNC_IS_ASYNC_ITERABLE_(iterable_) ||   \
			       ASYNC_LABEL_IS(iterable_, generator),    \
			       "for_each wants an iterable: a generator or " \
			       "what an iterator makes");               \
		ASYNC_EXPECT_ITEM_(T, , iterable_);                     \
		__builtin_choose_expr(ASYNC_IS_LABEL(iterable_),        \
			loop_over_generator_(                           \
				(void *)ASYNC_AS_LABEL_(iterable_),     \
				ASYNC_LOCATION(text)),                  \
			loop_over_(                                     \
				ASYNC_AS_(, iterable_).iter(            \
					ASYNC_AS_(, iterable_).self),   \
				ASYNC_AS_(, iterable_).methods,         \
				ASYNC_LOCATION(text)));                 \
	})

#define ASYNC_IS_ASYNC_ITERABLE_(x)                                     \
	(ASYNC_LABEL_IS(x, async_generator) || ASYNC_LABEL_IS(x, async_iterator))
#define ASYNC_EXPECT_ASYNC_ITERABLE_(who, x)                            \
	_Static_assert(!ASYNC_LABEL_IS(x, generator),                   \
		       who " wants an asynchronous iterable: this is a plain " \
		       "generator, use for_each");                      \
	_Static_assert(ASYNC_IS_RECORD(x) || ASYNC_IS_ASYNC_ITERABLE_(x) || \
		       ASYNC_LABEL_IS(x, generator),                    \
		       who " wants an asynchronous iterable: an async generator " \
		       "or what an async_iterator makes")
#define ASYNC_EXPECT_ITEM_(T, kind, x)                                  \
	_Static_assert(__builtin_types_compatible_p(                    \
			       __typeof__(T), ASYNC_ITEM_(kind, x)),    \
		       "the loop variable has not the type of the items")

/* The T of an iterable. */
#define ASYNC_ITEM_(kind, x)                                            \
	__typeof__(*__builtin_choose_expr(                              \
		ASYNC_IS_LABEL(x), (ASYNC_LABEL(x) *)0,                 \
		ASYNC_AS_(kind, x).item))

/* x, or something harmless where x is no object of a class. */
#define ASYNC_AS_(kind, x) \
	__builtin_choose_expr(ASYNC_IS_RECORD(x), x, async_no_##kind##iterable_)

extern struct async_no_async_iterable_ {
	void *self;
	void *(*aiter)(void *);
	const struct iterator_methods *async_methods;
	char item[1];
} async_no_async_iterable_;

extern struct async_no_iterable_ {
	void *self;
	void *(*iter)(void *);
	const struct iterator_methods *methods;
	char item[1];
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

/* Make the scope of a loop; those that are given a label consume it. */
struct loop_scope loop_over_generator_(const void *label,
				       const struct source_location *);
struct loop_scope loop_over_async_generator_(const void *label,
					     const struct source_location *);
struct loop_scope loop_over_iterator_(const void *label,
				      const struct source_location *);

static inline struct loop_scope
loop_over_(void *iterator, const struct iterator_methods *methods,
	   const struct source_location *location)
{
	return (struct loop_scope){
		.iterator = iterator,
		.methods = methods,
		.location = location,
	};
}

void loop_ended_(struct loop_scope *);
void loop_close_(struct loop_scope *);
void loop_passed_(struct handler *, struct exception *);

/* Called at the start, and when the inner loop has ended: by a break with the
 * state LOOP_RUNNING. */
static inline bool loop_again_(struct loop_scope *loop)
{
	if (loop->state == LOOP_START) {
		loop->state = LOOP_RUNNING;
		loop->frame.location = loop->location;
		if (loop->methods->close) {
			handler_push_(&loop->handler);
			loop->handler.pass = loop_passed_;
		}
		return true;
	}
	if (loop->state == LOOP_EXHAUSTED) {
		loop->state = LOOP_OVER;
		return true;
	}
	return false;
}

void loop_trace_next_(const struct loop_scope *);

static inline bool loop_next_(struct loop_scope *loop, void *item)
{
	struct coroutine *here = coroutine_current;
	bool more;

	loop->frame.previous = here->awaits;
	here->awaits = &loop->frame;
	if (__builtin_expect(coroutine_is_watched, false))
		loop_trace_next_(loop);
	more = (loop->methods->next)(loop->iterator, item);
	if (!more)
		loop_ended_(loop);
	here->awaits = loop->frame.previous;
	return more;
}

static inline void loop_leave_(struct loop_scope *loop)
{
	if (loop->methods->close)
		loop_close_(loop);
}

#endif
