/*
 * Parameter lists: how `async (T, f, (A, a), (B, b))` names its arguments.
 *
 * C has no way to hand a macro «a type and a name», so each parameter stands
 * in parentheses. The uses of such a list are
 *
 *	ASYNC_PARAMETERS  (A, a), (B, b)   →   A a, B b          (or void)
 *	ASYNC_MORE        (A, a), (B, b)   →   , A a, B b
 *	ASYNC_FIELDS      (A, a), (B, b)   →   A argument_a; B argument_b;
 *	ASYNC_PASS        (A, a), (B, b)   →   , self_->argument_a, self_->argument_b
 *	ASYNC_STORE       (A, a), (B, b)   →   self_->argument_a = a; …
 *
 * A protocol asks for parameters that a method may not need: none is warned of
 * as unused. Up to eight parameters. A type goes through __typeof__, so that
 * pointers to functions can be parameters too.
 */
#ifndef ASYNC_PARAMETERS_H
#define ASYNC_PARAMETERS_H

#define ASYNC_PARAMETERS(...) \
	ASYNC_PARAMETERS_(__VA_OPT__(1, ) 0, __VA_ARGS__)
#define ASYNC_MORE(...) ASYNC_MAP(ASYNC_MORE_, __VA_ARGS__)
#define ASYNC_FIELDS(...) ASYNC_MAP(ASYNC_FIELD_, __VA_ARGS__)
#define ASYNC_PASS(...) ASYNC_MAP(ASYNC_PASS_, __VA_ARGS__)
#define ASYNC_STORE(...) ASYNC_MAP(ASYNC_STORE_, __VA_ARGS__)

#define ASYNC_MORE_(type, name) \
	, __attribute__((unused)) __typeof__(type) name
#define ASYNC_FIELD_(type, name) __typeof__(type) argument_##name;
#define ASYNC_PASS_(type, name) , self_->argument_##name
#define ASYNC_STORE_(type, name) self_->argument_##name = name;

#define ASYNC_PARAMETERS_(some, ...) ASYNC_PARAMETERS_##some(__VA_ARGS__)
#define ASYNC_PARAMETERS_0(...) void
#define ASYNC_PARAMETERS_1(zero, first, ...) \
	ASYNC_FIRST_ first ASYNC_MORE(__VA_ARGS__)
#define ASYNC_FIRST_(type, name) __typeof__(type) name

/* ASYNC_MAP(M, (A, a), (B, b)) → M(A, a) M(B, b) */
#define ASYNC_MAP(macro, ...) \
	__VA_OPT__(ASYNC_MAP_(ASYNC_COUNT(__VA_ARGS__), macro, __VA_ARGS__))
#define ASYNC_MAP_(count, macro, ...) \
	ASYNC_JOIN(ASYNC_MAP_, count)(macro, __VA_ARGS__)
#define ASYNC_MAP_1(m, x) m x
#define ASYNC_MAP_2(m, x, ...) m x ASYNC_MAP_1(m, __VA_ARGS__)
#define ASYNC_MAP_3(m, x, ...) m x ASYNC_MAP_2(m, __VA_ARGS__)
#define ASYNC_MAP_4(m, x, ...) m x ASYNC_MAP_3(m, __VA_ARGS__)
#define ASYNC_MAP_5(m, x, ...) m x ASYNC_MAP_4(m, __VA_ARGS__)
#define ASYNC_MAP_6(m, x, ...) m x ASYNC_MAP_5(m, __VA_ARGS__)
#define ASYNC_MAP_7(m, x, ...) m x ASYNC_MAP_6(m, __VA_ARGS__)
#define ASYNC_MAP_8(m, x, ...) m x ASYNC_MAP_7(m, __VA_ARGS__)

/* Of arguments that stand alone:
 *	ASYNC_EACH(M, a, b)              →   M(a) M(b)
 *	ASYNC_EACH_WITH(M, w, a, b)      →   M(w, a) M(w, b)
 */
#define ASYNC_EACH(macro, ...) \
	ASYNC_JOIN(ASYNC_EACH_, ASYNC_COUNT(__VA_ARGS__))(macro, __VA_ARGS__)
#define ASYNC_EACH_1(m, x) m(x)
#define ASYNC_EACH_2(m, x, ...) m(x) ASYNC_EACH_1(m, __VA_ARGS__)
#define ASYNC_EACH_3(m, x, ...) m(x) ASYNC_EACH_2(m, __VA_ARGS__)
#define ASYNC_EACH_4(m, x, ...) m(x) ASYNC_EACH_3(m, __VA_ARGS__)
#define ASYNC_EACH_5(m, x, ...) m(x) ASYNC_EACH_4(m, __VA_ARGS__)
#define ASYNC_EACH_6(m, x, ...) m(x) ASYNC_EACH_5(m, __VA_ARGS__)
#define ASYNC_EACH_7(m, x, ...) m(x) ASYNC_EACH_6(m, __VA_ARGS__)
#define ASYNC_EACH_8(m, x, ...) m(x) ASYNC_EACH_7(m, __VA_ARGS__)
#define ASYNC_EACH_WITH(macro, with, ...)                               \
	ASYNC_JOIN(ASYNC_EACH_WITH_, ASYNC_COUNT(__VA_ARGS__))          \
	(macro, with, __VA_ARGS__)
#define ASYNC_EACH_WITH_1(m, w, x) m(w, x)
#define ASYNC_EACH_WITH_2(m, w, x, ...) m(w, x) ASYNC_EACH_WITH_1(m, w, __VA_ARGS__)
#define ASYNC_EACH_WITH_3(m, w, x, ...) m(w, x) ASYNC_EACH_WITH_2(m, w, __VA_ARGS__)
#define ASYNC_EACH_WITH_4(m, w, x, ...) m(w, x) ASYNC_EACH_WITH_3(m, w, __VA_ARGS__)
#define ASYNC_EACH_WITH_5(m, w, x, ...) m(w, x) ASYNC_EACH_WITH_4(m, w, __VA_ARGS__)
#define ASYNC_EACH_WITH_6(m, w, x, ...) m(w, x) ASYNC_EACH_WITH_5(m, w, __VA_ARGS__)
#define ASYNC_EACH_WITH_7(m, w, x, ...) m(w, x) ASYNC_EACH_WITH_6(m, w, __VA_ARGS__)
#define ASYNC_EACH_WITH_8(m, w, x, ...) m(w, x) ASYNC_EACH_WITH_7(m, w, __VA_ARGS__)

#define ASYNC_COUNT(...) ASYNC_COUNT_(__VA_ARGS__, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define ASYNC_COUNT_(a, b, c, d, e, f, g, h, count, ...) count

#define ASYNC_JOIN(a, b) ASYNC_JOIN_(a, b)
#define ASYNC_JOIN_(a, b) a##b

#endif
