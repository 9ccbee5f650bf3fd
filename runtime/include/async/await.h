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
 * the compiler says that await_is_only_allowed_in_async is undeclared.
 *
 * In a header, async_declare (T, f, (A, a)); says what async_define (T, f,
 * (A, a)) { … } then defines in one file, as static and not.
 */
#ifndef ASYNC_AWAIT_H
#define ASYNC_AWAIT_H

#include "coroutine.h"
#include "parameters.h"

/* What create_task must know of a coroutine object. */
struct coroutine_type {
	const char *name;
	size_t size;                                /* of the object */
	size_t result_size;
	void (*start)(void *object, void *result);  /* runs it, stores the result */
};

/*
 * async (T, f, (A, a), (B, b)) { body } expands to
 *
 *	struct f_coroutine {
 *		T (*run)(struct coroutine *, struct f_coroutine *);
 *		const struct coroutine_type *type;
 *		A a; B b;
 *	};
 *	T f_body(struct coroutine *, A a, B b);
 *	T f_run(struct coroutine *here, struct f_coroutine *self_)
 *	{
 *		return f_body(here, self_->a, self_->b);
 *	}
 *	struct f_coroutine f(A a, B b)
 *	{
 *		struct f_coroutine self = { f_run, f_type, a, b };
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
		#name, sizeof(struct name##_coroutine), sizeof(T),      \
		name##_start                                            \
	};                                                              \
	static __typeof__(T) name##_body(                               \
		__attribute__((unused))                                 \
		struct coroutine *await_is_only_allowed_in_async        \
		ASYNC_MORE(__VA_ARGS__))

/*
 * await (x), x a coroutine object:        x.run(here, &x)
 * await (t), t a Task(T) (task.h):        *(T *)task_await_(t)
 *
 * While it lasts, an await_frame on this stack says where it stands.
 */
#define await(awaitable)                                                \
	({                                                              \
		static struct source_location location_ = {             \
			.file = __FILE__,                               \
			.line = __LINE__,                               \
			.function = __func__,                           \
			.text = #awaitable,                             \
		};                                                      \
		__auto_type awaited_ = (awaitable);                     \
		__attribute__((cleanup(await_leave_)))                  \
		struct await_frame frame_ = {                           \
			&location_,                                     \
			await_is_only_allowed_in_async->awaits,         \
		};                                                      \
		await_is_only_allowed_in_async->awaits = &frame_;       \
		__builtin_choose_expr(ASYNC_IS_POINTER(awaited_),       \
			ASYNC_AWAIT_TASK_(awaited_),                    \
			ASYNC_AWAIT_OBJECT_(awaited_));                 \
	})

static inline void await_leave_(struct await_frame *frame)
{
	coroutine_current->awaits = frame->previous;
}

#define ASYNC_AWAIT_OBJECT_(x)                                          \
	ASYNC_AS_OBJECT_(x).run(await_is_only_allowed_in_async,         \
				&ASYNC_AS_OBJECT_(x))
#define ASYNC_AWAIT_TASK_(x)                                            \
	ASYNC_GET_(ASYNC_LABEL(x), task_await_((struct task *)ASYNC_AS_LABEL_(x)))

void *task_await_(struct task *);

/* ------------------------------------------------------------------------
 * Types with a parameter, such as Task(int) and AsyncGenerator(char *).
 *
 * C has no generics. But the type «pointer to a function of struct task *
 * that returns T» says T, and is one and the same type wherever it is written.
 * It serves as a label on a plain pointer: it is never called.
 */
#define ASYNC_IS_POINTER(x) (__builtin_classify_type(x) == 5)
#define ASYNC_IS_VOID(T) __builtin_types_compatible_p(__typeof__(T), void)

/* x, or something harmless of the other kind: both arms of a choose_expr must
 * make sense to the compiler. */
#define ASYNC_AS_OBJECT_(x)                                             \
	__builtin_choose_expr(ASYNC_IS_POINTER(x), async_no_object_, x)
#define ASYNC_AS_LABEL_(x)                                              \
	__builtin_choose_expr(ASYNC_IS_POINTER(x), x, (void (*)(void *))0)

/* The T of a label. */
#define ASYNC_LABEL(x) __typeof__(ASYNC_AS_LABEL_(x)((void *)0))

/* T, but char where T is void. */
#define ASYNC_SOLID(T)                                                  \
	__typeof__(*__builtin_choose_expr(ASYNC_IS_VOID(T), (char *)0,  \
					  (__typeof__(T) *)0))

/* *(T *)address, and *(T *)address = expression; T may be void. */
#define ASYNC_GET_(T, address)                                          \
	__builtin_choose_expr(ASYNC_IS_VOID(T), (void)(address),        \
			      *(ASYNC_SOLID(T) *)(address))
#define ASYNC_SET_(T, address, expression)                              \
	(*(ASYNC_SOLID(T) *)(address) = __builtin_choose_expr(          \
		 ASYNC_IS_VOID(T), ((expression), (char)0), expression))

extern struct async_no_object_ {
	void (*run)(struct coroutine *, struct async_no_object_ *);
	const struct coroutine_type *type;
} async_no_object_;

#endif
