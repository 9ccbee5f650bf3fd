/*
 * Exceptions: raise, try, except, finally.
 *
 *	try {
 *		raise (ValueError, "%d is too much", n);
 *	} except (ValueError, e) {
 *		puts(e->message);
 *	} else {
 *		puts("nothing was raised");
 *	} finally {
 *		puts("in any case");
 *	} end_try
 *
 * As in Python (Language Reference, 8.4): the first `except` whose type fits
 * is taken; `else`, behind the last of them, if nothing was raised; `finally` runs after the body and after an `except`, raised or not;
 * an exception raised while another is handled keeps that one as its context.
 * An `except` may name several types, `except (KeyError, ValueError, e)`, and do
 * without the variable, `except (KeyError)`. Any clause may suspend, if the
 * function that it stands in may.
 *
 * Two things that C does not allow us:
 *   - `return`, `break` or `goto` out of a try that has a `finally` cannot run
 *     it. It raises RuntimeError there, with file and line: never a silent skip.
 *   - compiled with optimisation, a local that is changed in the body of a try or
 *     of an async_with, and read after a raise out of it, must be volatile (C11
 *     7.13.2.1; gcc warns of most: -Wclobbered); for clang also one that is
 *     changed through a pointer which was made in the body. With -O0, as the
 *     course compiles, no such care is needed.
 */
#ifndef ASYNC_EXCEPTION_H
#define ASYNC_EXCEPTION_H

#include <signal.h> /* before the macro below: it declares a function raise */

#include "coroutine.h"
#include "parameters.h"

/* A class of exceptions, and the one that it is a kind of. */
struct exception_type {
	const char *name;
	const struct exception_type *base; /* NULL for BaseException alone */
	const struct exception_type *also; /* a second one; NULL for most */
};

/* The built-in ones, by Python's names, in Python's tree. Arrays of one, so
 * that the bare name is a pointer. */
extern const struct exception_type
	BaseException[1],
	CancelledError[1], GeneratorExit[1], KeyboardInterrupt[1],
	Exception[1],
	ArithmeticError[1], ZeroDivisionError[1],
	AssertionError[1],
	AttributeError[1],
	EOFError[1],
	LookupError[1], IndexError[1], KeyError[1],
	MemoryError[1],
	OSError[1],
	ConnectionError[1], BrokenPipeError[1], ConnectionAbortedError[1],
	ConnectionRefusedError[1], ConnectionResetError[1],
	FileExistsError[1], FileNotFoundError[1], IsADirectoryError[1],
	NotADirectoryError[1], PermissionError[1], ProcessLookupError[1],
	TimeoutError[1],
	RuntimeError[1], RecursionError[1],
	StopAsyncIteration[1], StopIteration[1],
	TypeError[1],
	ValueError[1];

/* A class of one's own: `exception_class (TooLate, TimeoutError);` */
#define exception_class(class, base_)                                   \
	__attribute__((unused)) static const struct exception_type      \
		class[1] = { { .name = #class, .base = base_ } }

#define EXCEPTION_TRACEBACK_MAX 24

struct exception {
	const struct exception_type *type;
	const char *message;          /* never NULL; a KeyError's stands in quotes */
	struct exception *context;    /* what was handled when this was raised */
	struct exception *cause;      /* given by raise_from */
	int error_number;             /* an OSError's errno; 0 for all others */
	bool suppress_context;        /* raise_from: the context is not printed */
	struct exception **exceptions; /* of a group: what is in it, owned */
	unsigned count;                /* how many these are; 0 for all others */
	unsigned references;
	unsigned depth;               /* entries of traceback */
	const struct source_location *traceback[EXCEPTION_TRACEBACK_MAX];
	                              /* where it was raised, then who awaited that */
};

/* isinstance(): is it of that class, or of one derived from it? */
bool exception_is(const struct exception *, const struct exception_type *);

/* An exception lives until the `except` that caught it is left. Who wants to
 * keep it longer takes a reference, and gives it back. */
struct exception *exception_retain(struct exception *);
void exception_release(struct exception *); /* NULL is allowed */

/* A new one, not raised; the caller owns it. Never NULL: out of memory gives
 * the one MemoryError that was set aside. */
struct exception *exception_new(const struct exception_type *,
				const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Likewise, without a text: ValueError(), and not ValueError(''). */
struct exception *exception_plain(const struct exception_type *);

/* repr(): ValueError('text'), in `text`, cut off if need be; gives `text`. NULL
 * is None. */
char *exception_repr(const struct exception *, char *text, size_t size);

/* Writes it as the interpreter would: traceback, type and message, with what
 * it came from before it, to standard error. */
void exception_print(const struct exception *);

/*
 * raise (Type)                        a new one without a message
 * raise (Type, "format", …)           a new one
 * raise (e)                           this one
 * raise ()                            again the one that is being handled
 * raise_from (e, Type, "format", …)   a new one, with e as its cause; NULL for
 *                                     Python's `from None`
 */
#define raise(...) ASYNC_RAISE_(ASYNC_COUNT_ABOVE_1(__VA_ARGS__), __VA_ARGS__)
#define ASYNC_RAISE_(how, ...) ASYNC_JOIN(ASYNC_RAISE_, how)(__VA_ARGS__)
#define ASYNC_RAISE_0() raise_again_(ASYNC_LOCATION("raise ()"))
#define ASYNC_RAISE_1(what)                                             \
	_Generic((what),                                                \
		struct exception *: raise_exception_,                   \
		const struct exception_type *: raise_type_              \
	)(ASYNC_LOCATION("raise (" #what ")"), what)
#define ASYNC_RAISE_2(type, ...)                                        \
	raise_new_(ASYNC_LOCATION("raise (" #type ", " #__VA_ARGS__ ")"), \
		   type, __VA_ARGS__)
#define raise_from(cause, type, ...)                                    \
	raise_from_(ASYNC_LOCATION("raise_from (" #cause ", " #type ")"), \
		    cause, type, __VA_ARGS__)

/* An exception that is not raised, as raise would take it: (e), (Type), or (Type,
 * "format", …). Whoever gets it owns it. */
#define ASYNC_EXCEPTION_(...) \
	ASYNC_EXCEPTION_OF_(ASYNC_COUNT_ABOVE_1(__VA_ARGS__), __VA_ARGS__)
#define ASYNC_EXCEPTION_OF_(how, ...) \
	ASYNC_JOIN(ASYNC_EXCEPTION_, how)(__VA_ARGS__)
#define ASYNC_EXCEPTION_1(what)                                         \
	_Generic((what),                                                \
		struct exception *: exception_retain,                   \
		const struct exception_type *: exception_plain          \
	)(what)
#define ASYNC_EXCEPTION_2(type, ...) exception_new(type, __VA_ARGS__)

/* 0, 1, or 2 for more */
#define ASYNC_COUNT_ABOVE_1(...)                                        \
	ASYNC_ABOVE_1_(__VA_ARGS__ __VA_OPT__(, )                       \
		2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 0)
#define ASYNC_ABOVE_1_(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, count, ...) \
	count

_Noreturn void raise_again_(const struct source_location *);
_Noreturn void raise_exception_(const struct source_location *,
				struct exception *);
_Noreturn void raise_type_(const struct source_location *,
			   const struct exception_type *);
_Noreturn void raise_new_(const struct source_location *,
			  const struct exception_type *, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
_Noreturn void raise_from_(const struct source_location *,
			   struct exception *cause,
			   const struct exception_type *, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* ------------------------------------------------------------------------
 * Handlers: the chain that a raise walks. Each coroutine has its own.
 */

/* An exception that is being handled: what a raise takes as context. */
struct handling {
	struct handling *previous;
	struct exception *exception;
};

#if defined(__x86_64__) && !defined(ASYNC_PORTABLE)
#define HANDLER_REGISTERS 8
#elif defined(__aarch64__) && !defined(ASYNC_PORTABLE)
#define HANDLER_REGISTERS 22
#else
#include <setjmp.h>
#define HANDLER_SETJMP
#define HANDLER_REGISTERS (sizeof(jmp_buf) / sizeof(uintptr_t) + 1)
#endif

struct handler {
	struct handler *previous;
	struct await_frame *awaits;    /* of the coroutine, when it was set */
	struct handling *handling;     /* likewise */
	struct exception *exception;   /* that has arrived here; owned */
	void (*pass)(struct handler *, struct exception *);
		/* not NULL: does not catch; is called as the exception goes by */
	uintptr_t registers[HANDLER_REGISTERS]; /* where handler_mark_ returned */
};

/* Remembers this place. Returns 0 now, and 1 each time that an exception has
 * arrived at the handler. Our own setjmp: no signal mask, no mangling. */
#ifdef HANDLER_SETJMP
#define handler_mark_(registers) _setjmp(*(jmp_buf *)(registers))
#else
int handler_mark_(uintptr_t registers[]) __attribute__((returns_twice));
#endif

static inline void handler_push_(struct handler *handler)
{
	struct coroutine *here = coroutine_current;

	handler->previous = here->handlers;
	handler->awaits = here->awaits;
	handler->handling = here->handling;
	handler->pass = NULL;
	here->handlers = handler;
}

static inline void handler_pop_(struct handler *handler)
{
	coroutine_current->handlers = handler->previous;
}

/* ------------------------------------------------------------------------
 * What try … end_try expands to:
 *
 *	{ enum { try_is_innermost_ = true, try_has_had_finally_ = false }; {
 *		static struct try_site try_site_ = { … };
 *		struct try_scope try_ __attribute__((cleanup(try_leave_)));
 *		try_enter_(&try_, &try_site_);
 *		{
 *			if (handler_mark_(try_.handler.registers) != 0)
 *				try_arrived_(&try_);
 *			else
 *				{ body }
 *			try_clause_done_(&try_);
 *		} {
 *			struct exception *e = try_catches_(&try_, ValueError)
 *				? try_.handling.exception : NULL;
 *			if (!try_concerns_(&try_)) {
 *			} else if (try_.state == TRY_HANDLING)
 *				{ … }
 *			else            // as it stands in the program, if it does
 *				{ … }
 *			try_clause_done_(&try_);
 *		}
 *		enum { try_has_had_finally_ = true };
 *		try_finally_(&try_);
 *		{
 *			{ … }
 *			try_clause_done_(&try_);
 *		}
 *		try_end_(&try_);        // raises again what nobody took
 *	} }
 *
 * The constants say, when it is compiled, where a clause stands: an except behind
 * the finally would never run, and an end_try that ends an async_with would leave
 * it without its aexit.
 */

struct try_site {
	struct source_location location;
	_Atomic int has_finally; /* -1: not looked up yet, by any thread */
};

enum try_state {
	TRY_BODY,
	TRY_RAISED,   /* the body has raised, and nobody has caught it yet */
	TRY_HANDLING,
	TRY_ELSE,     /* the else is run, and a finally is to come */
	TRY_WAITING,  /* one of these has raised: that waits for the finally */
	TRY_FINALLY,
	TRY_HANDLED,  /* nothing is to be done any more: it was caught, … */
	TRY_DONE,     /* … or not even raised */
};

struct try_scope {
	struct handler handler;
	struct handling handling;
	enum try_state state;
	struct try_site *site;
};

#define try                                                             \
	{ enum { try_is_innermost_ = true, try_has_had_finally_ = false }; { \
		static struct try_site try_site_ = {                    \
			.location = {                                   \
				.file = __FILE__,                       \
				.line = __LINE__,                       \
				.function = __func__,                   \
				.text = "try",                          \
			},                                              \
			.has_finally = -1,                              \
		};                                                      \
		__attribute__((cleanup(try_leave_))) struct try_scope try_; \
		try_enter_(&try_, &try_site_);                          \
		{                                                       \
			if (handler_mark_(try_.handler.registers) != 0) \
				try_arrived_(&try_);                    \
			else

#define except(...) \
	ASYNC_JOIN(ASYNC_EXCEPT_, ASYNC_COUNT(__VA_ARGS__))(__VA_ARGS__)
#define ASYNC_EXCEPT_1(type) \
	ASYNC_EXCEPT_(try_catches_(&try_, type), ignored_)
#define ASYNC_EXCEPT_2(type, name) \
	ASYNC_EXCEPT_(try_catches_(&try_, type), name)
#define ASYNC_EXCEPT_3(a, b, name)                                      \
	ASYNC_EXCEPT_(try_catches_(&try_, a) || try_catches_(&try_, b), name)
#define ASYNC_EXCEPT_4(a, b, c, name)                                   \
	ASYNC_EXCEPT_(try_catches_(&try_, a) || try_catches_(&try_, b) || \
		      try_catches_(&try_, c), name)
#define ASYNC_EXCEPT_5(a, b, c, d, name)                                \
	ASYNC_EXCEPT_(try_catches_(&try_, a) || try_catches_(&try_, b) || \
		      try_catches_(&try_, c) || try_catches_(&try_, d), name)

#define ASYNC_EXCEPT_(catches, name)                                    \
			try_clause_done_(&try_);                        \
		} {                                                     \
			ASYNC_EXPECT_CLAUSE_("except");        \
			_Static_assert(!try_has_had_finally_,           \
				"finally is the last clause of a try: this except " \
				"stands behind it, and would never run. Write the " \
				"except first"); \
			__attribute__((unused)) struct exception *name = \
				(catches) ? try_.handling.exception : NULL; \
			if (!try_concerns_(&try_)) {                    \
			} else if (try_.state == TRY_HANDLING)

/* The section is how the runtime can tell which try has a finally. */
#define finally                                                         \
			try_clause_done_(&try_);                        \
		}                                                       \
		ASYNC_EXPECT_CLAUSE_("finally");               \
		_Static_assert(!try_has_had_finally_,                   \
			       "a try has one finally only");           \
		enum { try_has_had_finally_ = true };                   \
		try_finally_(&try_);                                    \
		{                                                       \
			__attribute__((used, section("async_finally")))  \
			static struct try_site *site_ = &try_site_;

#define end_try                                                         \
			ASYNC_EXPECT_CLAUSE_("end_try");                \
			try_clause_done_(&try_);                        \
		}                                                       \
		try_end_(&try_);                                        \
	} }

#define ASYNC_EXPECT_CLAUSE_(word)                                      \
	_Static_assert(try_is_innermost_,                               \
		       word " belongs to a try, and here a with or an "  \
		       "async_with is open: close that before, by end_with")

static inline void try_enter_(struct try_scope *scope, struct try_site *site)
{
	scope->state = TRY_BODY;
	scope->site = site;
	handler_push_(&scope->handler);
}

void try_arrived_(struct try_scope *);
bool try_caught_(struct try_scope *, const struct exception_type *);
void try_begin_else_(struct try_scope *);
void try_handled_(struct try_scope *);
void try_finished_(struct try_scope *);
void try_finally_(struct try_scope *);
void try_end_(struct try_scope *);
void try_left_(struct try_scope *);

static inline bool try_catches_(struct try_scope *scope,
				const struct exception_type *type)
{
	return scope->state == TRY_RAISED && try_caught_(scope, type);
}

/* Is an except, or the else behind it, to be run? A finally must be reached from the
 * else, too. */
static inline bool try_concerns_(struct try_scope *scope)
{
	if (scope->state == TRY_DONE && scope->site->has_finally)
		try_begin_else_(scope);
	return scope->state == TRY_HANDLING || scope->state == TRY_ELSE ||
	       scope->state == TRY_DONE;
}

/* A clause was run to its end. */
static inline void try_clause_done_(struct try_scope *scope)
{
	if (scope->state == TRY_BODY || scope->state == TRY_ELSE) {
		handler_pop_(&scope->handler);
		scope->state = TRY_DONE;
	} else if (scope->state == TRY_HANDLING) {
		try_handled_(scope);
	} else if (scope->state == TRY_FINALLY) {
		try_finished_(scope);
	}
}

/* The scope is left, in whatever way but a raise. */
static inline void try_leave_(struct try_scope *scope)
{
	if (scope->state < TRY_HANDLED)
		try_left_(scope);
}

#endif
