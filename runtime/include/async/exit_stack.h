/*
 * Exit stacks: managers, of which only the running program knows how many there
 * are (contextlib.AsyncExitStack and ExitStack).
 *
 *	async_with (stack, AsyncExitStack()) {
 *		for (int i = 0; i < count; i++)
 *			opened[i] = await (enter_async_context(stack, opening(i)));
 *		…
 *	} end_with
 *
 * When the block is left, what was put on the stack is left or called, last in,
 * first out. Each is given the exception that has come so far, may swallow it,
 * and may raise another, as in nested blocks.
 */
#ifndef ASYNC_EXIT_STACK_H
#define ASYNC_EXIT_STACK_H

#include "context_manager.h"

struct exit_stack;
struct async_exit_stack;

/* A manager each; the statement gives the stack, and frees it at its end. They
 * raise MemoryError. */
#define AsyncExitStack() async_exit_stack_manager(async_exit_stack_new())
#define ExitStack() exit_stack_manager(exit_stack_new())

/* await (enter_async_context(stack, manager)): enters it now, leaves it with the
 * stack; gives what the manager gives. Suspends if its aenter does. */
#define enter_async_context(stack_, manager)                            \
	({                                                              \
		__auto_type manager_ = ASYNC_AENTER_FROM_(manager);     \
		ASYNC_AENTER_EXPECTED_(manager_);                       \
		__builtin_choose_expr(ASYNC_IS_LABEL(manager_),         \
			ASYNC_AENTER_LABEL_(manager_,                   \
					    async_exit_stack_(stack_)), \
			ASYNC_AENTER_INTO_(manager_,                    \
					   async_exit_stack_(stack_))); \
	})
#define ASYNC_AENTER_INTO_(m, stack_)                                   \
	({                                                              \
		__auto_type aenter_ =                                   \
			ASYNC_AS_AMANAGER_(m).aenter(ASYNC_AS_AMANAGER_(m).self); \
		union {                                                 \
			struct {                                        \
				struct enter_async_context_ head;       \
				__typeof__(aenter_) aenter;             \
			} parts;                                        \
			const struct coroutine_type *type;              \
			__typeof__(ASYNC_RESULT_OF_(aenter_)) (*label)(void); \
		} object_ = { {                                         \
			.head = {                                       \
				&enter_async_context_type_,             \
				ASYNC_AS_AMANAGER_(m).self,             \
				ASYNC_AS_AMANAGER_(m).aexit,            \
				(stack_),                               \
				ASYNC_TYPE_OF_(aenter_),                \
				offsetof(__typeof__(object_.parts), aenter), \
			},                                              \
			.aenter = aenter_,                              \
		} };                                                    \
		ASYNC_GIVEN_(object_);                                   \
	}).coroutine

/* Followed by the coroutine object of the manager's aenter. */
struct enter_async_context_ {
	const struct coroutine_type *type;
	void *self;
	bool (*exit)(void *, struct exception *);
	struct exit_stack *stack;
	const struct coroutine_type *aenter;
	size_t aenter_at;
};
extern const struct coroutine_type enter_async_context_type_;

/* enter_context(stack, manager): the same for a plain manager. For both kinds of
 * stack, as are all that follow but those with async in their name. */
#define enter_context(stack_, manager)                                  \
	({                                                              \
		__auto_type manager_ = (manager);                       \
		ASYNC_ENTER_EXPECTED_(manager_);                        \
		__attribute__((unused, cleanup(exit_stack_entered_)))   \
		struct exit_stack_entering_ entering_ = {               \
			.self = __builtin_choose_expr(                  \
				ASYNC_IS_LABEL(manager_),               \
				(void *)ASYNC_AS_LABEL_(manager_),      \
				ASYNC_AS_MANAGER_(manager_).self),      \
			.exit = __builtin_choose_expr(                  \
				ASYNC_IS_LABEL(manager_),               \
				generator_manager_exit_,                \
				ASYNC_AS_MANAGER_(manager_).exit),      \
			.stack = exit_stack_(stack_),                   \
		};                                                      \
		ASYNC_ENTER_(manager_);                                 \
	})

/* It has been entered: now the stack has to leave it. A cleanup, and so left out
 * when entering raises. */
struct exit_stack_entering_ {
	void *self;
	bool (*exit)(void *, struct exception *);
	struct exit_stack *stack;
};
void exit_stack_entered_(struct exit_stack_entering_ *);

/* push_async_callback(stack, coroutine): awaits the coroutine object, whose
 * arguments it holds already, when the stack is left. Its result is lost. */
#define push_async_callback(stack_, coroutine_)                         \
	({                                                              \
		__auto_type object_ = (coroutine_);                     \
		ASYNC_EXPECT_COROUTINE_("push_async_callback", object_); \
		exit_stack_push_coroutine_(                             \
			async_exit_stack_(stack_), &object_,            \
			sizeof object_, ASYNC_TYPE_OF_(object_),        \
			sizeof(ASYNC_SOLID(ASYNC_RESULT_OF_(object_))), 0); \
	})

/* push_async_exit(stack, f), where f is
 * async (bool, f, (struct exception *, e)): as an aexit. */
#define push_async_exit(stack_, function)                               \
	({                                                              \
		__auto_type object_ = (function)((struct exception *)NULL); \
		_Static_assert(                                         \
			sizeof(object_) == sizeof(struct async_exit_coroutine_) && \
			__builtin_types_compatible_p(                   \
				__typeof__(object_.run(0, 0)), bool),   \
			"push_async_exit wants an "                     \
			"async (bool, f, (struct exception *, e))");    \
		exit_stack_push_coroutine_(                             \
			async_exit_stack_(stack_), &object_,            \
			sizeof object_, object_.type, sizeof(bool),     \
			offsetof(struct async_exit_coroutine_, exception)); \
	})

/* exit_stack_callback(stack, f, argument): calls f(argument), a
 * void (*)(void *). */
#define exit_stack_callback(stack_, function, argument) \
	exit_stack_push_callback_(exit_stack_(stack_), function, argument)

/* exit_stack_push(stack, f, self): calls f(self, e), a
 * bool (*)(void *, struct exception *), as an exit. */
#define exit_stack_push(stack_, function, self) \
	exit_stack_push_exit_(exit_stack_(stack_), function, self)

/* stack.pop_all(): a new stack, to which all that was on this one moves. It is
 * the caller's, who ends it with exit_stack_aclose or exit_stack_close. */
#define exit_stack_pop_all(stack_)                                      \
	_Generic((stack_),                                              \
		struct async_exit_stack *: async_exit_stack_pop_all_,   \
		struct exit_stack *: exit_stack_pop_all_)(stack_)

/* stack.aclose(), stack.close(): leaves what is on it, and frees it. Not for the
 * stack of an async_with or with, which does that itself. */
async_declare(void, exit_stack_aclose, (struct async_exit_stack *, stack));
void exit_stack_close(struct exit_stack *stack);

/* ---- what the macros use ---- */

struct async_exit_stack *async_exit_stack_new(void);
struct exit_stack *exit_stack_new(void);
void exit_stack_push_exit_(struct exit_stack *,
			   bool (*)(void *, struct exception *), void *self);
void exit_stack_push_callback_(struct exit_stack *, void (*)(void *),
			       void *argument);
/* Copies the object. exception_at: where its argument stands; 0: it has none. */
void exit_stack_push_coroutine_(struct exit_stack *, const void *object, size_t size,
				const struct coroutine_type *, size_t result_size,
				size_t exception_at);
struct async_exit_stack *async_exit_stack_pop_all_(struct async_exit_stack *);
struct exit_stack *exit_stack_pop_all_(struct exit_stack *);

/* The object of an async (bool, f, (struct exception *, e)). */
struct async_exit_coroutine_ {
	void (*run)(void);
	const struct coroutine_type *type;
	struct exception *exception;
};

/* Both kinds are one; only of an asynchronous one things are asked that must be
 * awaited. */
static inline struct exit_stack *async_exit_stack_(struct async_exit_stack *stack)
{
	return (struct exit_stack *)stack;
}
#define exit_stack_(stack_)                                             \
	((struct exit_stack *)_Generic((stack_),                        \
		struct async_exit_stack *: (stack_),                    \
		struct exit_stack *: (stack_)))

struct exit_stack *exit_stack_manager_enter(struct exit_stack *);
bool exit_stack_manager_exit(struct exit_stack *, struct exception *);
async_declare(struct async_exit_stack *, async_exit_stack_manager_aenter,
	      (struct async_exit_stack *, stack));
async_declare(bool, async_exit_stack_manager_aexit,
	      (struct async_exit_stack *, stack), (struct exception *, e));
context_manager (exit_stack_manager, struct exit_stack *);
async_context_manager (async_exit_stack_manager, struct async_exit_stack *);

#endif
