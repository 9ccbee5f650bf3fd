/*
 * async and await: coroutine functions with typed arguments and results.
 *
 *	async (int, add, (int, a), (int, b))          async def add(a, b):
 *	{
 *		await (async_sleep(1.0));                     await asyncio.sleep(1.0)
 *		return a + b;                                 return a + b
 *	}
 *
 *	int three = await (add(1, 2));                three = await add(1, 2)
 *
 * As in Python (PEP 492), add(1, 2) runs nothing: it gives a coroutine object,
 * here a small struct that holds the arguments. `await` runs it, on the stack
 * of who awaits and without an allocation; create_task (task.h) gives it a
 * stack of its own. A coroutine object that is neither is a compile-time
 * error: the constructor is marked warn_unused_result.
 *
 * `await` stands in coroutine functions and async generators only; elsewhere
 * the compiler says that await_is_only_allowed_in_async is undeclared. What can
 * be awaited is a coroutine object, a Task(T) or a Future(T); anything else is
 * refused by the compiler, in a sentence.
 *
 * In a header, async_declare (T, f, (A, a)); says what async_define (T, f,
 * (A, a)) { … } then defines in one file, as static and not.
 */
#ifndef ASYNC_AWAIT_H
#define ASYNC_AWAIT_H

#include "coroutine.h"
#include "label.h"
#include "parameters.h"

/* What create_task must know of a coroutine object. */
struct coroutine_type {
	const char *name;
	void (*start)(void *object, void *result);  /* runs it, stores the result */
};

/*
 * async (T, f, (A, a), (B, b)) { body } expands to
 *
 *	struct f_coroutine {
 *		T (*run)(struct coroutine *, struct f_coroutine *);
 *		const struct coroutine_type *type;
 *		A argument_a; B argument_b;
 *	};
 *	T f_body(struct coroutine *, A a, B b);
 *	T f_run(struct coroutine *here, struct f_coroutine *self_)
 *	{
 *		return f_body(here, self_->argument_a, self_->argument_b);
 *	}
 *	struct f_coroutine f(A a, B b)
 *	{
 *		struct f_coroutine self = { f_run, &f_type, a, b };
 *		return self;
 *	}
 *	T f_body(struct coroutine *await_is_only_allowed_in_async, A a, B b)
 *	{ body }
 */
#define async(T, name, ...)                                             \
	ASYNC_OBJECT_(static, T, name, __VA_ARGS__)                     \
	ASYNC_BODY_(static, T, name, __VA_ARGS__)

#define async_declare(T, name, ...)                                     \
	ASYNC_OBJECT_(extern, T, name, __VA_ARGS__)                     \
	struct name##_coroutine

#define async_define(T, name, ...) ASYNC_BODY_(, T, name, __VA_ARGS__)

#define ASYNC_OBJECT_(linkage, T, name, ...)                            \
	struct name##_coroutine {                                       \
		__typeof__(T) (*run)(struct coroutine *,                \
				     struct name##_coroutine *);        \
		const struct coroutine_type *type;                      \
		ASYNC_FIELDS(__VA_ARGS__)                               \
	};                                                              \
	linkage const struct coroutine_type name##_type;                \
	linkage __typeof__(T) name##_run(struct coroutine *,            \
					 struct name##_coroutine *);    \
	__attribute__((unused, warn_unused_result))                     \
	static inline struct name##_coroutine name(                     \
		ASYNC_PARAMETERS(__VA_ARGS__))                          \
	{                                                               \
		struct name##_coroutine object_, *self_ = &object_;     \
		self_->run = name##_run;                                \
		self_->type = &name##_type;                             \
		ASYNC_STORE(__VA_ARGS__)                                \
		return object_;                                         \
	}

#define ASYNC_BODY_(linkage, T, name, ...)                              \
	static __typeof__(T) name##_body(                               \
		struct coroutine * ASYNC_MORE(__VA_ARGS__));            \
	__attribute__((unused)) linkage __typeof__(T) name##_run(       \
		struct coroutine *here_,                                \
		__attribute__((unused)) struct name##_coroutine *self_) \
	{                                                               \
		return name##_body(here_ ASYNC_PASS(__VA_ARGS__));      \
	}                                                               \
	static void name##_start(void *object_, void *result_)          \
	{                                                               \
		ASYNC_SET_(T, result_,                                  \
			   name##_run(coroutine_current, object_));     \
	}                                                               \
	__attribute__((unused))                                         \
	linkage const struct coroutine_type name##_type = {             \
		#name, name##_start                                     \
	};                                                              \
	static __typeof__(T) name##_body(                               \
		__attribute__((unused))                                 \
		struct coroutine *await_is_only_allowed_in_async        \
		ASYNC_MORE(__VA_ARGS__))

/*
 * await (x), x a coroutine object:        x.run(here, &x)
 * await (f), f a Task(T) or Future(T):    *(T *)future_await_(f)
 * await (x), x of the runtime's, generic: ({ T result;
 *                                            x.type->start(&x, &result);
 *                                            result; })
 *
 * While it lasts, an await_frame on this stack says where it stands.
 */
#define await(awaitable) ASYNC_AWAIT_AS_(#awaitable, awaitable)

/* The text is what tracebacks and pictures call it. */
#define ASYNC_AWAIT_AS_(text_, awaitable)                               \
	({                                                              \
		static struct source_location location_ = {             \
			.file = __FILE__,                               \
			.line = __LINE__,                               \
			.function = __func__,                           \
			.text = text_,                                  \
		};                                                      \
		__auto_type awaited_ = (awaitable);                     \
		_Static_assert(ASYNC_IS_AWAITABLE_(awaited_),           \
			       "await wants a coroutine, a task or a future"); \
		__attribute__((cleanup(await_leave_)))                  \
		struct await_frame frame_ = {                           \
			&location_,                                     \
			await_is_only_allowed_in_async->awaits,         \
		};                                                      \
		await_is_only_allowed_in_async->awaits = &frame_;       \
		__builtin_choose_expr(ASYNC_IS_LABEL(awaited_),         \
			ASYNC_AWAIT_FUTURE_(awaited_),                  \
			__builtin_choose_expr(ASYNC_IS_GENERIC(awaited_), \
				ASYNC_AWAIT_GENERIC_(awaited_),         \
				ASYNC_AWAIT_OBJECT_(awaited_)));        \
	})

static inline void await_leave_(struct await_frame *frame)
{
	coroutine_current->awaits = frame->previous;
}

#define ASYNC_AWAIT_OBJECT_(x)                                          \
	ASYNC_AS_OBJECT_(x).run(await_is_only_allowed_in_async,         \
				&ASYNC_AS_OBJECT_(x))
#define ASYNC_AWAIT_FUTURE_(x)                                          \
	ASYNC_GET_(ASYNC_LABEL(x),                                      \
		   future_await_((struct future *)ASYNC_AS_LABEL_(x)))
#define ASYNC_AWAIT_GENERIC_(x)                                         \
	({                                                              \
		ASYNC_SOLID(ASYNC_LABEL_OF_GENERIC_(x)) result_;        \
		ASYNC_AS_GENERIC_(x).type->start(&ASYNC_AS_GENERIC_(x), \
						 &result_);             \
		ASYNC_GET_(ASYNC_LABEL_OF_GENERIC_(x), &result_);       \
	})

#define ASYNC_IS_COROUTINE_(x) (ASYNC_IS_RECORD(x) || ASYNC_IS_GENERIC(x))
#define ASYNC_IS_AWAITABLE_(x)                                          \
	(ASYNC_IS_COROUTINE_(x) ||                                      \
	 ASYNC_LABEL_IS(x, task) || ASYNC_LABEL_IS(x, future))

/* For who makes a task of it, or keeps it for later. */
#define ASYNC_EXPECT_COROUTINE_(who, x)                                 \
	_Static_assert(ASYNC_IS_COROUTINE_(x),                          \
		       who " wants a coroutine: the call of an async function, " \
		       "with its parentheses and without await")

struct future;
void *future_await_(struct future *);

/*
 * A coroutine of the runtime's whose result is of the type of its argument, as
 * wait_for's is: no function in C can be that generic. So its object is a
 *
 *	union {
 *		struct { const struct coroutine_type *type; … };
 *		T (*label)(void);
 *	}
 *
 * A union, so that await can tell it from the objects above; the label, so that
 * it knows T.
 */
#define ASYNC_IS_GENERIC(x) (__builtin_classify_type(x) == 13)

/* x, or something harmless of another kind: all arms of a choose_expr must
 * make sense to the compiler. */
#define ASYNC_AS_OBJECT_(x)                                             \
	__builtin_choose_expr(ASYNC_IS_RECORD(x), x, async_no_object_)
#define ASYNC_AS_GENERIC_(x)                                            \
	__builtin_choose_expr(ASYNC_IS_GENERIC(x), x, async_no_generic_)
#define ASYNC_LABEL_OF_GENERIC_(x) __typeof__(ASYNC_AS_GENERIC_(x).label())

/* What an await of x would give: for __typeof__. And what create_task must know
 * of a coroutine object. */
#define ASYNC_RESULT_OF_(x)                                             \
	__builtin_choose_expr(ASYNC_IS_LABEL(x),                        \
		ASYNC_AS_LABEL_(x)((void *)0),                          \
		__builtin_choose_expr(ASYNC_IS_GENERIC(x),              \
			ASYNC_AS_GENERIC_(x).label(),                   \
			ASYNC_AS_OBJECT_(x).run(0, 0)))
#define ASYNC_TYPE_OF_(x)                                               \
	__builtin_choose_expr(ASYNC_IS_GENERIC(x),                      \
		ASYNC_AS_GENERIC_(x).type, ASYNC_AS_OBJECT_(x).type)

extern struct async_no_object_ {
	void (*run)(struct coroutine *, struct async_no_object_ *);
	const struct coroutine_type *type;
} async_no_object_;

/* How such a macro ends: ({ …; ASYNC_GIVEN_(object_); }).coroutine. As a member,
 * it is a value that gcc sees unused when it is not awaited (-Wunused-value); the
 * last value of ({ … }) alone it would not. */
#define ASYNC_GIVEN_(object)                                            \
	struct { __typeof__(object) coroutine; } given_ = { object };   \
	given_

extern union async_no_generic_ {
	const struct coroutine_type *type;
	void (*label)(void);
} async_no_generic_;

#endif
