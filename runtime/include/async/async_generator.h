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
 *	T await (anext(g))         the next item, or StopAsyncIteration
 *	T await (asend(g, p))      likewise; the yield gives the pointer p
 *	T await (athrow(g, e))     likewise; the yield raises e
 *	await (aclose(g))          the yield raises GeneratorExit; waits for the
 *	                           clean-up
 *
 * Errors as in Python: a second step while one is under way is a RuntimeError,
 * so is a StopAsyncIteration that the body raises, and a yield while it is
 * being closed.
 *
 * async_for closes what it iterates over when it is left, and frees it. To keep
 * a generator: async_for (int, i, borrowed(g)). One that is still open when the
 * loop ends is closed then, as by Python's shutdown_asyncgens.
 */
#ifndef ASYNC_ASYNC_GENERATOR_H
#define ASYNC_ASYNC_GENERATOR_H

#include "generator.h"

struct async_generator; /* a label; the thing itself is a struct generator */

#define AsyncGenerator(T) \
	__typeof__(__typeof__(T) (*)(struct async_generator *))

/*
 * As generator (…), and
 *
 *	T f_anext(struct coroutine *here, struct anext_coroutine *self)
 *	{
 *		T item;
 *		async_generator_step_(self, &item);
 *		return item;
 *	}
 */
#define async_generator(T, name, ...)                                   \
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
	static __typeof__(T) name##_anext(struct coroutine *here_,      \
					  struct anext_coroutine *self_) \
	{                                                               \
		__typeof__(T) item_;                                    \
		(void)here_;                                            \
		async_generator_step_(self_, &item_);                   \
		return item_;                                           \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline AsyncGenerator(T) name(                           \
		ASYNC_PARAMETERS(__VA_ARGS__))                          \
	{                                                               \
		struct name##_generator *self_ = async_generator_create_( \
			sizeof *self_, name##_begin, #name,             \
			(void (*)(void))name##_anext);                  \
		ASYNC_STORE(__VA_ARGS__)                                \
		return (AsyncGenerator(T))self_;                        \
	}                                                               \
	static void name##_body(                                        \
		__attribute__((unused)) struct name##_generator         \
			*yield_is_only_allowed_in_a_generator,          \
		__attribute__((unused)) struct coroutine                \
			*await_is_only_allowed_in_async                 \
		ASYNC_MORE(__VA_ARGS__))

void *async_generator_create_(size_t size, void (*body)(void *),
			      const char *name, void (*anext)(void));

/* One step of a generator, as a coroutine object: what ASYNC_ANEXT_ makes is
 * the same, but that its run has a type. */
struct anext_coroutine {
	void (*run)(void);
	const struct coroutine_type *type;
	struct generator *generator;
	void *sent;
	struct exception *thrown;
	const char *method; /* for the error: "anext", "asend", "athrow" */
} __attribute__((may_alias));

void async_generator_step_(struct anext_coroutine *, void *item);

#define anext(g) ASYNC_ANEXT_(g, NULL, NULL, "anext")
#define asend(g, pointer) ASYNC_ANEXT_(g, pointer, NULL, "asend")
#define athrow(g, exception) ASYNC_ANEXT_(g, NULL, exception, "athrow")

#define ASYNC_ANEXT_(g, sent_, thrown_, method_)                        \
	({                                                              \
		__auto_type label_ = (g);                               \
		struct generator *generator_ = (struct generator *)label_; \
		struct {                                                \
			__typeof__(label_((struct async_generator *)0)) \
				(*run)(struct coroutine *, void *);     \
			const struct coroutine_type *type;              \
			struct generator *generator;                    \
			void *sent;                                     \
			struct exception *thrown;                       \
			const char *method;                             \
		} object_ = {                                           \
			(__typeof__(object_.run))generator_->anext,     \
			NULL, generator_, sent_, thrown_, method_       \
		};                                                      \
		object_;                                                \
	})

#define aclose(g) async_generator_aclose((struct generator *)(g))
async_declare(void, async_generator_aclose, (struct generator *, generator));

/* The same generator, for a loop that is not to close it. */
#define borrowed(g)                                                     \
	({                                                              \
		__auto_type label_ = (g);                               \
		struct {                                                \
			struct generator *self;                         \
			void *(*aiter)(void *);                         \
			const struct iterator_methods *async_methods;   \
			__typeof__(label_((struct async_generator *)0)) item[0]; \
		} iterable_ = { (struct generator *)label_,             \
				async_generator_itself_,                \
				&async_generator_borrowed_methods, {} }; \
		iterable_;                                              \
	})

void *async_generator_itself_(void *);
extern const struct iterator_methods async_generator_borrowed_methods;

#endif
