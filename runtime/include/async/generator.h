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
 * for_each consumes the generator: closes it when it is left, and gives its
 * stack back. Whoever still holds it, and asks it for something, gets a
 * RuntimeError. One that is moved by hand lives until `generator_free`, or the
 * end of the program. A generator function gives no value of its own: there is
 * no StopIteration.value.
 *
 * `yield` stands in generators only; elsewhere the compiler says that
 * yield_is_only_allowed_in_a_generator is undeclared.
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
	const void *label;           /* what its holders know it by; NULL: it
	                                has been consumed */
	enum generator_state state;
	bool asynchronous;
	bool closing;                /* aclose has begun, once */
	bool held;                   /* by aclosing: loops are not to close it */
	void *item;                  /* where the asker wants the next item */
	void *unwanted;              /* room for an item that nobody wants */
	void *sent;                  /* what the yield under way will give */
	struct exception *thrown;    /* to be raised at that yield */
	struct exception *raised;    /* has left the body */
	void (*body)(void *frame);
	struct generator *next;      /* async generators of this thread */
	struct generator *previous;
};

/*
 * generator (T, f, (A, a)) { body } expands to
 *
 *	struct f_generator { struct generator generator; T item[1]; A argument_a; };
 *	void f_body(struct f_generator *, A a);
 *	void f_begin(void *frame) { f_body(frame, frame->argument_a); }
 *	Generator(T) f(A a)
 *	{
 *		struct f_generator *self_ =
 *			generator_create_(sizeof *self_, f_begin, "f");
 *		self_->generator.unwanted = self_->item;
 *		self_->argument_a = a;
 *		return (Generator(T))self_->generator.label;
 *	}
 *	void f_body(struct f_generator *yield_is_only_allowed_in_a_generator, A a)
 *	{ body }
 */
#define generator(T, name, ...) \
	ASYNC_PLAIN_GENERATOR_(Generator(T), T, name, __VA_ARGS__)

#define ASYNC_PLAIN_GENERATOR_(label_type, T, name, ...)                \
	ASYNC_GENERATOR_FRAME_(T, name, __VA_ARGS__)                    \
	static void name##_body(struct name##_generator *               \
				ASYNC_MORE(__VA_ARGS__));               \
	static void name##_begin(void *frame_)                          \
	{                                                               \
		struct name##_generator *self_ = frame_;                \
		name##_body(self_ ASYNC_PASS(__VA_ARGS__));             \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline label_type name(ASYNC_PARAMETERS(__VA_ARGS__))    \
	{                                                               \
		struct name##_generator *self_ = generator_create_(     \
			sizeof *self_, name##_begin, #name);            \
		self_->generator.unwanted = self_->item;                \
		ASYNC_STORE(__VA_ARGS__)                                \
		return (label_type)(void *)self_->generator.label;      \
	}                                                               \
	static void name##_body(                                        \
		__attribute__((unused)) struct name##_generator         \
			*yield_is_only_allowed_in_a_generator           \
		ASYNC_MORE(__VA_ARGS__))

#define ASYNC_GENERATOR_FRAME_(T, name, ...)                            \
	struct name##_generator {                                       \
		struct generator generator;                             \
		ASYNC_SOLID(T) item[1];                                 \
		ASYNC_FIELDS(__VA_ARGS__)                               \
	};

/* Gives an item to who asked, and waits to be asked again. In an async
 * generator, too. In a context manager of void: `yield ();`. Raises what is
 * thrown in, GeneratorExit when closed. */
#define yield(...)                                                      \
	({                                                              \
		__auto_type here_ = yield_is_only_allowed_in_a_generator; \
		_Static_assert(                                         \
			(0 __VA_OPT__(+1)) !=                           \
				__builtin_types_compatible_p(           \
					__typeof__(here_->item[0]),     \
					struct async_nothing),          \
			"yield wants an item, or none where it is of void"); \
		__VA_OPT__(                                             \
			__typeof__(here_->item[0]) item_ = (__VA_ARGS__); \
			*(__typeof__(item_) *)here_->generator.item = item_; \
		)                                                       \
		generator_yield_(&here_->generator,                     \
				 ASYNC_LOCATION("yield (" #__VA_ARGS__ ")")); \
	})

_Noreturn void generator_is_consumed_(void);
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
 *	T next(g)                    the next item
 *	T next(g, otherwise)         likewise; `otherwise` if there is none
 *	T generator_send(g, p)       likewise; the yield gives the pointer p
 *	T generator_throw(g, …)      likewise; the yield raises, and … is what
 *	                              raise takes: an exception, a type, or a
 *	                              type and a text
 *	void generator_close(g)      the yield raises GeneratorExit; no item
 *	void generator_free(g)       closes it, if need be, and frees it
 */
#define next(...) ASYNC_JOIN(ASYNC_NEXT_, ASYNC_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define ASYNC_NEXT_1(g) ASYNC_STEP_(g, "next", NULL, NULL)
#define generator_send(g, pointer) \
	ASYNC_STEP_(g, "generator_send", pointer, NULL)
#define generator_throw(g, ...) \
	ASYNC_STEP_(g, "generator_throw", NULL, ASYNC_EXCEPTION_(__VA_ARGS__))
#define generator_close(g) generator_close_(ASYNC_GENERATOR_(g))
#define generator_free(g) generator_free_(ASYNC_GENERATOR_(g))

#define ASYNC_STEP_(g, method, sent, thrown)                            \
	({                                                              \
		__auto_type label_ = (g);                               \
		_Static_assert(ASYNC_LABEL_IS(label_, generator),       \
			       method " wants a Generator");            \
		ASYNC_LABEL(label_) item_;                              \
		generator_step_((void *)label_, &item_, sent, thrown);  \
		item_;                                                  \
	})
#define ASYNC_NEXT_2(g, otherwise)                                      \
	({                                                              \
		__auto_type label_ = (g);                               \
		_Static_assert(ASYNC_LABEL_IS(label_, generator),       \
			       "next wants a Generator");               \
		ASYNC_LABEL(label_) item_;                              \
		if (!generator_next_((void *)label_, &item_))           \
			item_ = (otherwise);                            \
		item_;                                                  \
	})
#define ASYNC_GENERATOR_(g)                                             \
	({                                                              \
		__auto_type label_ = (g);                               \
		_Static_assert(ASYNC_LABEL_IS(label_, generator),       \
			       "this wants a Generator");               \
		(void *)label_;                                         \
	})

bool generator_next_(const void *label, void *item);
void generator_step_(const void *label, void *item, void *sent,
		     struct exception *thrown);
void generator_close_(const void *label);
void generator_free_(const void *label);

/*
 * A label is the generator's address and, in the bits that an address leaves
 * free, a number that is another each time: so one that was consumed is known
 * from the next one that stands at its place.
 */
#if UINTPTR_MAX > 0xffffffff
#define GENERATOR_ADDRESS_BITS 48
#define GENERATOR_ADDRESS (((uintptr_t)1 << GENERATOR_ADDRESS_BITS) - 1)
#else
#define GENERATOR_ADDRESS_BITS 0
#define GENERATOR_ADDRESS UINTPTR_MAX
#endif

/* NULL: it has been consumed. */
static inline struct generator *generator_of_label_(const void *label)
{
	struct generator *generator =
		(struct generator *)((uintptr_t)label & GENERATOR_ADDRESS);

	return generator->label == label ? generator : NULL;
}

/* Raises RuntimeError if it has been consumed. */
static inline struct generator *generator_of_(const void *label)
{
	struct generator *generator = generator_of_label_(label);

	if (!generator)
		generator_is_consumed_();
	return generator;
}

#endif
