/*
 * Asynchronous generators (PEP 525): generators that may await.
 *
 *	async_generator (int, ticker, (int, limit))   async def ticker(limit):
 *	{                                                     for i in range(limit):
 *		for (int i = 0; i < limit; i++) {                     yield i
 *			yield (i);                                    await sleep(1)
 *			await (async_sleep(1.0));
 *		}
 *	}
 *
 *	async_for (int, i, ticker(3)) …               async for i in ticker(3): …
 *
 * A yield hands the item straight over to who asked: one switch of stacks, no
 * queue, no turn of the loop. An await inside suspends the task of who asked.
 *
 * By hand, where g is an AsyncGenerator(T); each of these is a coroutine:
 *
 *	T await (anext(g))          the next item, or StopAsyncIteration
 *	T await (anext(g, other))   the next item, or `other`
 *	T await (asend(g, p))       as anext; the yield gives the pointer p
 *	T await (athrow(g, …))      as anext; the yield raises, and … is what raise
 *	                             takes: an exception, a type, or a type and text
 *	await (aclose(g))           the yield raises GeneratorExit; waits for the
 *	                             clean-up; nothing if it has ended, or been
 *	                             consumed
 *
 * anext takes an AsyncIterator(T), too (iterator.h).
 *
 * Errors, as CPython's: a step while another is under way is a RuntimeError; so
 * is a StopIteration or StopAsyncIteration that the body raises (PEP 479), and a
 * yield while it is being closed, after which anext can still go on with it; a
 * value sent to one that has not started is a TypeError, and leaves it usable.
 * athrow ends one that has not started; to one that has ended it does nothing,
 * and gives an item of zeros, where Python gives None.
 *
 * async_for consumes what it iterates over: closes it when it is left, and frees
 * it (iterator.h). To keep it: async_for (int, i, borrowed(g)), or aclosing
 * (generator_context_manager.h). One that has begun and is still open when the
 * loop ends is closed then, as by Python's shutdown_asyncgens; and all that have
 * ended are freed.
 */
#ifndef ASYNC_ASYNC_GENERATOR_H
#define ASYNC_ASYNC_GENERATOR_H

#include "generator.h"

struct async_generator; /* a label; the thing itself is a struct generator */

#define AsyncGenerator(T) \
	__typeof__(__typeof__(T) (*)(struct async_generator *))

/* As generator (…), but that its body may await. */
#define async_generator(T, name, ...) \
	ASYNC_ASYNC_GENERATOR_(AsyncGenerator(T), T, name, __VA_ARGS__)

#define ASYNC_ASYNC_GENERATOR_(label_type, T, name, ...)                \
	ASYNC_GENERATOR_FRAME_(T, name, __VA_ARGS__)                    \
	static void name##_body(struct name##_generator *,              \
				struct coroutine *                      \
				ASYNC_MORE(__VA_ARGS__));               \
	static void name##_begin(void *frame_)                          \
	{                                                               \
		struct name##_generator *self_ = frame_;                \
		name##_body(self_, &self_->generator.coroutine          \
			    ASYNC_PASS(__VA_ARGS__));                   \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline label_type name(ASYNC_PARAMETERS(__VA_ARGS__))    \
	{                                                               \
		struct name##_generator *self_ = async_generator_create_( \
			sizeof *self_, name##_begin, #name);            \
		self_->generator.unwanted = self_->item;                \
		ASYNC_STORE(__VA_ARGS__)                                \
		return (label_type)(void *)self_->generator.label;      \
	}                                                               \
	static void name##_body(                                        \
		__attribute__((unused)) struct name##_generator         \
			*yield_is_only_allowed_in_a_generator,          \
		__attribute__((unused)) struct coroutine                \
			*await_is_only_allowed_in_async                 \
		ASYNC_MORE(__VA_ARGS__))

void *async_generator_create_(size_t size, void (*body)(void *),
			      const char *name);

/*
 * One step of an iterator, as a generic coroutine object (await.h): anext(x),
 * where x is an AsyncGenerator(T), is a
 *
 *	union {
 *		struct {
 *			const struct coroutine_type *type;
 *			… as below …
 *			T otherwise_;
 *		};
 *		T (*label)(void);
 *	}
 */
struct anext_coroutine {
	const struct coroutine_type *type;
	void *iterator;             /* as of struct async_iterator */
	const struct iterator_methods *methods;
	void *sent;                 /* asend */
	struct exception *thrown;   /* athrow; owned */
	const char *method;         /* for the error: "anext()" */
	unsigned otherwise;         /* how far behind this the default item stands;
	                               0: there is none */
	unsigned size;              /* of an item */
} __attribute__((may_alias));

extern const struct coroutine_type anext_type_;

#define anext(...) ASYNC_JOIN(ASYNC_ANEXT_, ASYNC_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define ASYNC_ANEXT_1(x)                                                \
	ASYNC_STEP_OF_(x, ASYNC_IS_ASYNC_ITERABLE_(label_),             \
		       "anext wants an AsyncGenerator or an AsyncIterator, " \
		       "which aiter makes", .method = "anext()")
#define ASYNC_ANEXT_2(x, other)                                         \
	ASYNC_STEP_OF_(x, ASYNC_IS_ASYNC_ITERABLE_(label_),             \
		       "anext wants an AsyncGenerator or an AsyncIterator, " \
		       "which aiter makes", .method = "anext()",        \
		       .otherwise_ = (other),                           \
		       .otherwise = offsetof(__typeof__(object_), otherwise_))
#define asend(g, pointer)                                               \
	ASYNC_STEP_OF_(g, ASYNC_LABEL_IS(label_, async_generator),      \
		       "asend wants an AsyncGenerator", .method = "anext()", \
		       .sent = (pointer))
#define athrow(g, ...)                                                  \
	ASYNC_STEP_OF_(g, ASYNC_LABEL_IS(label_, async_generator),      \
		       "athrow wants an AsyncGenerator", .method = "athrow()", \
		       .thrown = ASYNC_EXCEPTION_(__VA_ARGS__),         \
		       .otherwise = offsetof(__typeof__(object_), otherwise_))

#define ASYNC_STEP_OF_(x, is_right, message, ...)                       \
	({                                                              \
		__auto_type label_ = (x);                               \
		_Static_assert(is_right, message);                      \
		union {                                                 \
			struct {                                        \
				const struct coroutine_type *type;      \
				void *iterator;                         \
				const struct iterator_methods *methods; \
				void *sent;                             \
				struct exception *thrown;               \
				const char *method;                     \
				unsigned otherwise;                     \
				unsigned size;                          \
				ASYNC_SOLID(ASYNC_LABEL(label_)) otherwise_; \
			};                                              \
			ASYNC_LABEL(label_) (*label)(void);             \
		} object_ = { {                                         \
			.type = &anext_type_,                           \
			.size = sizeof(ASYNC_LABEL(label_)),            \
			__VA_ARGS__                                     \
		} };                                                    \
		__builtin_choose_expr(                                  \
			ASYNC_LABEL_IS(label_, async_iterator),         \
			anext_of_iterator_, anext_of_generator_)(       \
				&object_, (void *)ASYNC_AS_LABEL_(label_)); \
		ASYNC_GIVEN_(object_);                                   \
	}).coroutine

/* Fill in what to ask. */
void anext_of_generator_(void *object, void *label);
void anext_of_iterator_(void *object, void *label);

#define aclose(g)                                                       \
	({                                                              \
		__auto_type label_ = (g);                               \
		_Static_assert(ASYNC_LABEL_IS(label_, async_generator), \
			       "aclose wants an AsyncGenerator");       \
		__auto_type object_ = async_generator_aclose((void *)label_); \
		ASYNC_GIVEN_(object_);                                  \
	}).coroutine
async_declare(void, async_generator_aclose, (void *, label));

/* The same AsyncGenerator or AsyncIterator, for a loop that is not to consume
 * it. */
#define borrowed(x)                                                     \
	({                                                              \
		__auto_type label_ = (x);                               \
		_Static_assert(ASYNC_IS_ASYNC_ITERABLE_(label_),        \
			       "borrowed wants an AsyncGenerator or an " \
			       "AsyncIterator");                        \
		struct {                                                \
			void *self;                                     \
			void *(*aiter)(void *);                         \
			const struct iterator_methods *async_methods;   \
			ASYNC_LABEL(label_) item[0];                    \
		} iterable_ = {                                         \
			(void *)label_, async_itself_,                  \
			__builtin_choose_expr(                          \
				ASYNC_LABEL_IS(label_, async_iterator), \
				&async_iterator_borrowed_methods_,      \
				&async_generator_borrowed_methods_),    \
			{}                                              \
		};                                                      \
		iterable_;                                              \
	})

void *async_itself_(void *);
extern const struct iterator_methods async_generator_borrowed_methods_;
extern const struct iterator_methods async_iterator_borrowed_methods_;

#endif
