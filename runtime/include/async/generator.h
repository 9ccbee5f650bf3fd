/*
 * Generators: functions that give one item after the other, and stand still in
 * between.
 *
 *	generator (int, countdown, (int, from))       def countdown(start):
 *	{                                                     while start > 0:
 *		for (; from > 0; from--)                              yield start
 *			yield (from);                                 start -= 1
 *	}
 *
 *	for_each (int, n, countdown(3)) …             for n in countdown(3): …
 *
 * countdown(3) runs nothing (PEP 255): it takes a stack, and the body starts
 * when the first item is asked for. Whoever asks is switched away from, and
 * back at the next yield: the item is stored where the asker wants it.
 *
 * The value of yield is a void *: what generator_send gave, or NULL (PEP 342).
 *
 * for_each closes the generator when it is left, and frees it. One that is
 * moved by hand lives until `generator_free`, or the end of the program.
 */
#ifndef ASYNC_GENERATOR_H
#define ASYNC_GENERATOR_H

#include "await.h"
#include "exception.h"
#include "iterator.h"

/* What generator (T, f, …) makes: never called, see await.h on labels. */
#define Generator(T) __typeof__(__typeof__(T) (*)(struct generator *))

enum generator_state {
	GENERATOR_CREATED,
	GENERATOR_SUSPENDED, /* at a yield */
	GENERATOR_RUNNING,   /* or awaiting something */
	GENERATOR_CLOSED,
};

struct generator {
	struct coroutine coroutine;
	enum generator_state state;
	bool asynchronous;
	void *item;                  /* where the asker wants the next item */
	void *sent;                  /* what the yield under way will give */
	struct exception *thrown;    /* to be raised at that yield */
	struct exception *raised;    /* has left the body */
	void (*body)(void *frame);
	void (*anext)(void);         /* of an async generator: its typed anext */
	struct generator *next_open; /* begun and not closed, of this loop */
	struct generator *previous_open;
};

/*
 * generator (T, f, (A, a)) { body } expands to
 *
 *	struct f_generator { struct generator generator; T item[0]; A a; };
 *	void f_body(struct f_generator *, A a);
 *	void f_begin(void *frame) { f_body(frame, frame->a); }
 *	Generator(T) f(A a)
 *	{
 *		struct f_generator *self_ =
 *			generator_create_(sizeof *self_, f_begin, "f");
 *		self_->a = a;
 *		return (Generator(T))self_;
 *	}
 *	void f_body(struct f_generator *yield_is_only_allowed_in_a_generator, A a)
 *	{ body }
 */
#define generator(T, name, ...)                                         \
	ASYNC_GENERATOR_FRAME_(T, name, __VA_ARGS__)                    \
	static void name##_body(struct name##_generator *               \
				ASYNC_MORE(__VA_ARGS__));               \
	static void name##_begin(void *frame_)                          \
	{                                                               \
		struct name##_generator *self_ = frame_;                \
		name##_body(self_ ASYNC_PASS(__VA_ARGS__));             \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline Generator(T) name(ASYNC_PARAMETERS(__VA_ARGS__))  \
	{                                                               \
		struct name##_generator *self_ = generator_create_(     \
			sizeof *self_, name##_begin, #name);            \
		ASYNC_STORE(__VA_ARGS__)                                \
		return (Generator(T))self_;                             \
	}                                                               \
	static void name##_body(                                        \
		__attribute__((unused)) struct name##_generator         \
			*yield_is_only_allowed_in_a_generator           \
		ASYNC_MORE(__VA_ARGS__))

#define ASYNC_GENERATOR_FRAME_(T, name, ...)                            \
	struct name##_generator {                                       \
		struct generator generator;                             \
		__typeof__(T) item[0];                                  \
		ASYNC_FIELDS(__VA_ARGS__)                               \
	};

/* Gives an item to who asked, and waits to be asked again. In an async
 * generator, too. Raises what is thrown in, GeneratorExit when closed. */
#define yield(value)                                                    \
	({                                                              \
		__typeof__(yield_is_only_allowed_in_a_generator->item[0]) \
			item_ = (value);                                \
		*(__typeof__(item_) *)                                  \
			yield_is_only_allowed_in_a_generator            \
				->generator.item = item_;               \
		generator_yield_(                                       \
			&yield_is_only_allowed_in_a_generator->generator, \
			ASYNC_LOCATION("yield (" #value ")"));          \
	})

void *generator_create_(size_t size, void (*body)(void *), const char *name);
void generator_trace_yield_(const struct source_location *);
_Noreturn void generator_raise_thrown_(struct generator *);

/* Here and not in the library: so who yields is gone on with right here, not
 * in a function that has yet to return, which the processor would guess wrong
 * (see switch_x86_64.S). */
static inline void *generator_yield_(struct generator *generator,
				     const struct source_location *location)
{
	void *sent;

	if (__builtin_expect(coroutine_is_watched, false))
		generator_trace_yield_(location);
	generator->state = GENERATOR_SUSPENDED;
	coroutine_switch(generator->coroutine.resumer);
	if (__builtin_expect(generator->thrown != NULL, false))
		generator_raise_thrown_(generator);
	sent = generator->sent;
	generator->sent = NULL;
	return sent;
}

/*
 * By hand. Each raises StopIteration when there is no further item, ValueError
 * when the generator is running already, and what its body raises.
 *
 *	T next(g)                  the next item
 *	T generator_send(g, p)     likewise; the yield gives the pointer p
 *	T generator_throw(g, e)    likewise; the yield raises e
 *	void generator_close(g)    the yield raises GeneratorExit; no item
 *	void generator_free(g)     closes it, if need be, and frees it
 */
#define next(g) ASYNC_STEP_(g, NULL, NULL)
#define generator_send(g, pointer) ASYNC_STEP_(g, pointer, NULL)
#define generator_throw(g, exception) ASYNC_STEP_(g, NULL, exception)
#define generator_close(g) generator_close_(ASYNC_GENERATOR_(g))
#define generator_free(g) generator_free_(ASYNC_GENERATOR_(g))

#define ASYNC_STEP_(g, sent, thrown)                                    \
	({                                                              \
		__auto_type generator_ = (g);                           \
		__typeof__(generator_((struct generator *)0)) item_;    \
		generator_step_((struct generator *)generator_, &item_, \
				sent, thrown);                          \
		item_;                                                  \
	})
#define ASYNC_GENERATOR_(g)                                             \
	((struct generator *)__builtin_choose_expr(                     \
		__builtin_types_compatible_p(__typeof__(g), void *), NULL, g))

void generator_step_(struct generator *, void *item, void *sent,
		     struct exception *thrown);
void generator_close_(struct generator *);
void generator_free_(struct generator *);

#endif
