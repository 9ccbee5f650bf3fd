/*
 * Context managers: with and async_with.
 *
 *	async_with (res, resource(&r)) {              async with Resource() as res:
 *		await (resource_use(res));                    await res.use()
 *	} end_with
 *
 * A class is an asynchronous context manager because it has aenter and aexit
 * (PEP 492; Python Language Reference 3.4.4):
 *
 *	async (struct resource *, resource_aenter, (struct resource *, self)) …
 *	async (bool, resource_aexit, (struct resource *, self),
 *	       (struct exception *, e)) …
 *	async_context_manager (resource, struct resource *);
 *
 * The last line stands where Python has `class`: it says which methods belong
 * together, and makes `resource(self)`, the manager that async_with wants.
 * aenter's result becomes the variable. aexit is awaited exactly once on every
 * way out: falling through, break, continue, return, goto, raise. It is given
 * the exception, or NULL; a true result swallows the exception.
 *
 * context_manager (name, type) is the same for a class with plain functions
 * name_enter and name_exit, for `with`. A manager of one kind in the statement
 * of the other does not compile: the compiler says in a sentence what is wanted,
 * or that there is no member named aenter, or enter.
 *
 * A manager can also be made from a generator (generator_context_manager.h).
 *
 * A manager whose aenter gives nothing, or whose result is not wanted:
 *	async_with (resource(&r)) { … } end_with
 * Up to four at once, entered from left to right, left from right to left:
 *	async_with (a, first(&x), b, second(&y)) { … } end_with
 * How many is not known beforehand: exit_stack.h.
 */
#ifndef ASYNC_CONTEXT_MANAGER_H
#define ASYNC_CONTEXT_MANAGER_H

#include "await.h"
#include "exception.h"

/*
 *	struct resource_async_context_manager {
 *		struct resource *self;
 *		struct resource_aenter_coroutine (*aenter)(struct resource *);
 *		bool (*aexit)(void *, struct exception *);
 *	};
 */
#define async_context_manager(name, self_type)                          \
	ASYNC_EXPECT_SELF_("async_context_manager", name, self_type);   \
	_Static_assert(sizeof(&name##_aenter) && ASYNC_IS_COROUTINE_(name##_aenter(0)), \
		       "an async_context_manager wants " #name "_aenter, an " \
		       "async function");                               \
	_Static_assert(sizeof(&name##_aexit) && ASYNC_IS_COROUTINE_(name##_aexit(0, 0)), \
		       "an async_context_manager wants " #name "_aexit, an " \
		       "async function");                               \
	struct name##_async_context_manager {                           \
		__typeof__(self_type) self;                             \
		__typeof__(&name##_aenter) aenter;                      \
		bool (*aexit)(void *, struct exception *);              \
	};                                                              \
	static bool name##_aexit_awaited(void *self_,                   \
					 struct exception *exception_)  \
	{                                                               \
		struct coroutine *await_is_only_allowed_in_async =      \
			coroutine_current;                              \
		__auto_type coroutine_ = name##_aexit(self_, exception_); \
		return ASYNC_TRUTH_(ASYNC_AWAIT_OBJECT_(coroutine_));   \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline struct name##_async_context_manager name(         \
		__typeof__(self_type) self_)                            \
	{                                                               \
		return (struct name##_async_context_manager){           \
			self_, name##_aenter, name##_aexit_awaited      \
		};                                                      \
	}                                                               \
	struct name##_async_context_manager

#define context_manager(name, self_type)                                \
	ASYNC_EXPECT_SELF_("context_manager", name, self_type);         \
	_Static_assert(sizeof(&name##_enter) && sizeof(&name##_exit),       \
		       "a context_manager wants " #name "_enter and " #name "_exit"); \
	struct name##_context_manager {                                 \
		__typeof__(self_type) self;                             \
		__typeof__(&name##_enter) enter;                        \
		bool (*exit)(void *, struct exception *);               \
	};                                                              \
	static bool name##_exit_called(void *self_,                     \
				       struct exception *exception_)    \
	{                                                               \
		return ASYNC_TRUTH_(name##_exit(self_, exception_));    \
	}                                                               \
	__attribute__((unused, warn_unused_result))                     \
	static inline struct name##_context_manager name(               \
		__typeof__(self_type) self_)                            \
	{                                                               \
		return (struct name##_context_manager){                 \
			self_, name##_enter, name##_exit_called         \
		};                                                      \
	}                                                               \
	struct name##_context_manager

/* As in Python, an exit that gives nothing does not swallow. */
#define ASYNC_TRUTH_(expression)                                        \
	__builtin_choose_expr(ASYNC_IS_VOID(__typeof__(expression)),    \
			      ((expression), false), expression)

/* Managers that are made from a generator: labels (label.h). Each is good for
 * one statement. */
#define AsyncContextManager(T) \
	__typeof__(__typeof__(T) (*)(struct async_context_manager *))
#define ContextManager(T) \
	__typeof__(__typeof__(T) (*)(struct context_manager *))

/*
 * async_with (res, resource(&r)) { body } end_with expands to
 *
 *	{
 *		enum { try_is_innermost_ = false }; // see end_try, exception.h
 *		struct with_entry with_entries_[1];
 *		struct with_scope with_ __attribute__((cleanup(with_leave_)));
 *		with_enter_(&with_, with_entries_);
 *		if (handler_mark_(with_.handler.registers) == 0) {
 *			__auto_type manager_0_ = resource(&r);
 *			__auto_type res =
 *				await (manager_0_.aenter(manager_0_.self));
 *			with_entered_(&with_, manager_0_.self, manager_0_.aexit);
 *			{ body }
 *			with_done_(&with_);     // aexit(self, NULL)
 *		} else
 *			with_raised_(&with_);   // aexit(self, e); raises e again
 *	}                                       // unless it was true
 */
#define async_with(...)                                                 \
	ASYNC_WITH_SCOPE_(true, ASYNC_LOCATION(#__VA_ARGS__), __VA_ARGS__) \
	ASYNC_WITH_(ASYNC_AENTER_, ASYNC_COUNT(__VA_ARGS__), __VA_ARGS__)

#define with(...)                                                       \
	ASYNC_WITH_SCOPE_(false, ASYNC_LOCATION(#__VA_ARGS__), __VA_ARGS__) \
	ASYNC_WITH_(ASYNC_ENTER_, ASYNC_COUNT(__VA_ARGS__), __VA_ARGS__)

#define end_with                                                        \
			_Static_assert(!try_is_innermost_,              \
				"end_with ends a with or an async_with, and here a " \
				"try is open: its end is end_try");     \
			with_done_(&with_);                             \
		} else                                                  \
			with_raised_(&with_);                           \
	}

/* The location comes from where the words still stand as they were written: here the
 * macros among them are expanded. */
#define ASYNC_WITH_SCOPE_(asynchronous, location, ...)                  \
	{                                                               \
		enum { try_is_innermost_ = false };                     \
		struct with_entry with_entries_[                        \
			(ASYNC_COUNT(__VA_ARGS__) + 1) / 2];            \
		__attribute__((cleanup(with_leave_)))                   \
		struct with_scope with_;                                \
		with_enter_(&with_, with_entries_, asynchronous, location); \
		if (handler_mark_(with_.handler.registers) == 0) {

#define ASYNC_WITH_(enter, count, ...)                                  \
	ASYNC_JOIN(ASYNC_WITH_, count)(enter, __VA_ARGS__)
#define ASYNC_WITH_1(enter, expression)                                 \
	__auto_type manager_0_ = ASYNC_JOIN(enter, FROM_)(expression);  \
	ASYNC_JOIN(enter, EXPECTED_)(manager_0_);                       \
	enter(manager_0_);                                              \
	ASYNC_JOIN(enter, ED_)(manager_0_)
#define ASYNC_WITH_2(enter, variable, expression)                       \
	ASYNC_WITH_VARIABLE_(enter, 0, variable, expression)
#define ASYNC_WITH_4(enter, variable, expression, ...)                  \
	ASYNC_WITH_VARIABLE_(enter, 4, variable, expression)            \
	ASYNC_WITH_2(enter, __VA_ARGS__)
#define ASYNC_WITH_6(enter, variable, expression, ...)                  \
	ASYNC_WITH_VARIABLE_(enter, 6, variable, expression)            \
	ASYNC_WITH_4(enter, __VA_ARGS__)
#define ASYNC_WITH_8(enter, variable, expression, ...)                  \
	ASYNC_WITH_VARIABLE_(enter, 8, variable, expression)            \
	ASYNC_WITH_6(enter, __VA_ARGS__)
#define ASYNC_WITH_VARIABLE_(enter, n, variable, expression)            \
	__auto_type manager_##n##_ = ASYNC_JOIN(enter, FROM_)(expression); \
	ASYNC_JOIN(enter, EXPECTED_)(manager_##n##_);                   \
	__attribute__((unused)) __auto_type variable =                  \
		enter(manager_##n##_);                                  \
	ASYNC_JOIN(enter, ED_)(manager_##n##_)

/* async_with (&lock): the address of an object of the runtime's, that is a manager
 * itself. */
#define ASYNC_AENTER_FROM_(x)                                           \
	({                                                              \
		__auto_type object_ = (x);                              \
		__builtin_choose_expr(                                  \
			ASYNC_IS_POINTER(object_) && !ASYNC_IS_LABEL(object_), \
			ASYNC_MANAGER_OF_(__builtin_choose_expr(        \
				ASYNC_IS_POINTER(object_), object_, (void *)0)), \
			object_);                                       \
	})
#define ASYNC_ENTER_FROM_(x) (x)
#define ASYNC_MANAGER_OF_(pointer)                                      \
	_Generic((pointer),                                             \
		struct lock *: lock_held,                               \
		struct condition *: condition_held,                     \
		struct semaphore *: semaphore_held,                     \
		struct process *: process_scope,                        \
		struct server *: server_serving,                        \
		struct timeout *: timeout_scope,                        \
		struct barrier *: barrier_passing,                      \
		default: this_pointer_is_no_async_context_manager)(pointer)
/* Of a type that is no manager, so that it is refused in a sentence. */
int this_pointer_is_no_async_context_manager(const void *);

/* How a manager is entered, and put down as one that must be left: by its own
 * methods, or, if it is a label, by those of all generators. */
#define ASYNC_AENTER_EXPECTED_(m)                                       \
	_Static_assert(!ASYNC_LABEL_IS(m, context_manager),             \
		       "async_with wants an asynchronous context manager: this " \
		       "is a plain one, use with");                     \
	_Static_assert(ASYNC_IS_RECORD(m) ||                            \
		       ASYNC_LABEL_IS(m, context_manager) ||            \
		       ASYNC_LABEL_IS(m, async_context_manager),        \
		       "async_with wants an asynchronous context manager")
#define ASYNC_AENTER_(m)                                                \
	ASYNC_AWAIT_AS_("aenter", __builtin_choose_expr(ASYNC_IS_LABEL(m), \
		ASYNC_AENTER_LABEL_(m, NULL),                           \
		ASYNC_AS_AMANAGER_(m).aenter(ASYNC_AS_AMANAGER_(m).self)))
#define ASYNC_AENTER_ED_(m)                                             \
	with_entered_(&with_,                                           \
		__builtin_choose_expr(ASYNC_IS_LABEL(m),                \
			(void *)ASYNC_AS_LABEL_(m), ASYNC_AS_AMANAGER_(m).self), \
		__builtin_choose_expr(ASYNC_IS_LABEL(m),                \
			generator_manager_aexit_, ASYNC_AS_AMANAGER_(m).aexit));
/* A generic coroutine object (await.h). */
#define ASYNC_AENTER_LABEL_(m, stack_)                                  \
	({                                                              \
		union {                                                 \
			struct {                                        \
				const struct coroutine_type *type;      \
				void *self;                             \
				struct exit_stack *stack;               \
			};                                              \
			ASYNC_LABEL(m) (*label)(void);                  \
		} object_ = { {                                         \
			.type = &generator_manager_aenter_,             \
			.self = (void *)ASYNC_AS_LABEL_(m),             \
			.stack = (stack_),                              \
		} };                                                    \
		object_;                                                \
	})

#define ASYNC_ENTER_EXPECTED_(m)                                        \
	_Static_assert(!ASYNC_LABEL_IS(m, async_context_manager),       \
		       "with cannot wait: this context manager is asynchronous, " \
		       "use async_with");                               \
	_Static_assert(ASYNC_IS_RECORD(m) ||                            \
		       ASYNC_LABEL_IS(m, context_manager) ||            \
		       ASYNC_LABEL_IS(m, async_context_manager),        \
		       "with wants a context manager")
#define ASYNC_ENTER_(m)                                                 \
	__builtin_choose_expr(ASYNC_IS_LABEL(m),                        \
		ASYNC_ENTER_LABEL_(m),                                  \
		ASYNC_AS_MANAGER_(m).enter(ASYNC_AS_MANAGER_(m).self))
#define ASYNC_ENTER_ED_(m)                                              \
	with_entered_(&with_,                                           \
		__builtin_choose_expr(ASYNC_IS_LABEL(m),                \
			(void *)ASYNC_AS_LABEL_(m), ASYNC_AS_MANAGER_(m).self), \
		__builtin_choose_expr(ASYNC_IS_LABEL(m),                \
			generator_manager_exit_, ASYNC_AS_MANAGER_(m).exit));
#define ASYNC_ENTER_LABEL_(m)                                           \
	({                                                              \
		ASYNC_SOLID(ASYNC_LABEL(m)) item_;                      \
		generator_manager_enter_((void *)ASYNC_AS_LABEL_(m), &item_); \
		ASYNC_GET_(ASYNC_LABEL(m), &item_);                     \
	})

/* x, or something harmless where x is no object of a class. */
#define ASYNC_AS_AMANAGER_(x) \
	__builtin_choose_expr(ASYNC_IS_RECORD(x), x, async_no_amanager_)
#define ASYNC_AS_MANAGER_(x) \
	__builtin_choose_expr(ASYNC_IS_RECORD(x), x, async_no_manager_)

extern struct async_no_amanager_ {
	void *self;
	struct async_no_object_ (*aenter)(void *);
	bool (*aexit)(void *, struct exception *);
} async_no_amanager_;

extern struct async_no_manager_ {
	void *self;
	void (*enter)(void *);
	bool (*exit)(void *, struct exception *);
} async_no_manager_;

/* Those of managers that are made from a generator (generator_context_manager.h).
 * The stack is that which is to leave it, or NULL. */
struct exit_stack;
extern const struct coroutine_type generator_manager_aenter_;
bool generator_manager_aexit_(void *label, struct exception *);
void generator_manager_enter_(const void *label, void *item);
bool generator_manager_exit_(void *label, struct exception *);

/* A manager that was entered, and must be left. */
struct with_entry {
	bool (*exit)(void *self, struct exception *);
	void *self;
};

struct with_scope {
	struct handler handler;
	struct with_entry *entries;
	unsigned entered;              /* how many of them are to be left */
	bool handler_is_set;
	bool asynchronous;             /* leaving it is an await */
	const struct source_location *location;
};

/* Leave what was entered, last first. These may suspend. */
void with_done_(struct with_scope *);   /* the body fell through */
void with_raised_(struct with_scope *); /* an exception has arrived */
void with_left_(struct with_scope *);   /* break, continue, goto or return */

void with_trace_enter_(const struct with_scope *);

static inline void with_enter_(struct with_scope *scope,
			       struct with_entry *entries, bool asynchronous,
			       const struct source_location *location)
{
	scope->entries = entries;
	scope->entered = 0;
	scope->handler_is_set = true;
	scope->asynchronous = asynchronous;
	scope->location = location;
	handler_push_(&scope->handler);
}

static inline void with_entered_(struct with_scope *scope, void *self,
				 bool (*exit)(void *, struct exception *))
{
	scope->entries[scope->entered].exit = exit;
	scope->entries[scope->entered].self = self;
	scope->entered++;
	if (__builtin_expect(coroutine_is_watched, false))
		with_trace_enter_(scope);
}

static inline void with_leave_(struct with_scope *scope)
{
	if (scope->handler_is_set)
		with_left_(scope);
}

#endif
