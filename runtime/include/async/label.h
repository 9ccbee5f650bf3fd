/*
 * Types with a parameter, such as Task(int) and AsyncGenerator(char *).
 *
 * C has no generics. But the type «pointer to a function of struct task * that
 * returns T» says T, and is one and the same type wherever it is written. It
 * serves as a label on a plain pointer: it is never called.
 *
 *	Task(int)                 int (*)(struct task *)
 *	Future(int)               int (*)(struct future *)
 *	Queue(int)                int (*)(struct queue *)
 *	Generator(int)            int (*)(struct generator *)
 *	AsyncGenerator(int)       int (*)(struct async_generator *)
 *	AsyncIterator(int)        int (*)(struct async_iterator *)
 *	AsyncContextManager(int)  int (*)(struct async_context_manager *)
 *	ContextManager(int)       int (*)(struct context_manager *)
 *
 * So a label of the wrong kind, or of the wrong T, is a compile-time error.
 */
#ifndef ASYNC_LABEL_H
#define ASYNC_LABEL_H

#include <stddef.h>

/* Scopes within scopes, as async_with within async_with, each have their own
 * `with_`, `frame_`, `location_`: they shadow each other, and shall. */
#pragma GCC diagnostic ignored "-Wshadow"

/* The frame of an await that only ever raises is unlinked by the raise, which the
 * compiler does not see. */
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#pragma GCC diagnostic ignored "-Wdangling-pointer"
#endif

struct task;
struct future;
struct generator;
struct async_generator;
struct async_iterator;
struct context_manager;
struct async_context_manager;

/* What the compiler takes x for (the numbers are GCC's typeclass.h). */
#define ASYNC_IS_POINTER(x) (__builtin_classify_type(x) == 5)
#define ASYNC_IS_RECORD(x) (__builtin_classify_type(x) == 12)
#define ASYNC_IS_VOID(T) __builtin_types_compatible_p(__typeof__(T), void)

/* The self of a class is reached through a pointer. */
#define ASYNC_EXPECT_SELF_(macro, name, T)                              \
	_Static_assert(ASYNC_IS_POINTER(*(__typeof__(T) *)0),           \
		       "The methods are given a pointer to self, and so its type " \
		       "ends in a *: " macro " (" #name ", " #T " *)")

/* A pointer to a function: what it points to is such a pointer again, and has the size
 * that compilers give to functions. */
#define ASYNC_IS_LABEL(x)                                               \
	(ASYNC_IS_POINTER(*ASYNC_AS_POINTER_(x)) &&                     \
	 sizeof(*ASYNC_AS_POINTER_(x)) == 1)
#define ASYNC_AS_POINTER_(x) \
	__builtin_choose_expr(ASYNC_IS_POINTER(x), x, (int *)0)

/* x, or something harmless where x is no label: both arms of a choose_expr must
 * make sense to the compiler. */
#define ASYNC_AS_LABEL_(x)                                              \
	__builtin_choose_expr(ASYNC_IS_LABEL(x), x, (void (*)(void *))0)

/* The T of a label. */
#define ASYNC_LABEL(x) __typeof__(ASYNC_AS_LABEL_(x)((void *)0))

/* Is x a label of this kind, as `task` or `generator`? */
#define ASYNC_LABEL_IS(x, kind)                                         \
	__builtin_types_compatible_p(__typeof__(ASYNC_AS_LABEL_(x)),    \
				     ASYNC_LABEL(x) (*)(struct kind *))

/* T, but something of no size where T is void. */
struct async_nothing {};
#define ASYNC_SOLID(T)                                                  \
	__typeof__(*__builtin_choose_expr(ASYNC_IS_VOID(T),             \
					  (struct async_nothing *)0,    \
					  (__typeof__(T) *)0))

/* *(T *)address, and *(T *)address = expression; T may be void. */
#define ASYNC_GET_(T, address)                                          \
	__builtin_choose_expr(ASYNC_IS_VOID(T), (void)(address),        \
			      *(ASYNC_SOLID(T) *)(address))
#define ASYNC_SET_(T, address, expression)                              \
	(*(ASYNC_SOLID(T) *)(address) = __builtin_choose_expr(          \
		 ASYNC_IS_VOID(T),                                      \
		 ((void)(expression), (struct async_nothing){}), expression))

#endif
