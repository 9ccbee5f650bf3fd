/*
 * A coroutine: a computation with a stack of its own, that can be left in the
 * middle and gone on with later.
 *
 * Tasks and generators are coroutines. So is the thread's own stack, where
 * main() runs: it is the coroutine that nobody created. An `await` of a plain
 * coroutine function is *not* one: it is a call on the stack of its caller.
 *
 * Learners do not use this header. The macros of the others do, and so must
 * see what is inside.
 */
#ifndef ASYNC_COROUTINE_H
#define ASYNC_COROUTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct await_frame;
struct exception;
struct handler;
struct handling;
struct task;

/* A place in the source, for tracebacks, errors and the trace. */
struct source_location {
	const char *file;
	int line;
	const char *function; /* where it stands */
	const char *text;     /* what stands there, as written; or NULL */
	uint32_t trace_id;    /* 0 until the trace has named it */
};

/* Where this is written: a pointer to a static struct source_location. */
#define ASYNC_LOCATION(text_)                                           \
	({                                                              \
		static struct source_location location_ = {             \
			.file = __FILE__,                               \
			.line = __LINE__,                               \
			.function = __func__,                           \
			.text = text_,                                  \
		};                                                      \
		&location_;                                             \
	})

struct coroutine {
	void *stack_pointer;         /* where it was left; stale while it runs */
	struct handler *handlers;    /* who catches here, innermost first */
	struct handling *handling;   /* exceptions being handled, innermost first */
	struct await_frame *awaits;  /* awaits under way here, innermost first */
	struct coroutine *resumer;   /* of a generator: who gets the next item */
	struct task *task;           /* on whose behalf it runs; NULL outside the loop */
	const char *name;            /* of the function */
	void *stack_bottom;          /* lowest usable address; a thread's own: unknown */
	void *fake_stack;            /* AddressSanitizer's, while it is left */
	void *fiber;                 /* ThreadSanitizer's */
	size_t stack_size;           /* from stack_bottom to this structure's end */
};

/* The one that runs now, in this thread. NULL in a thread that was not begun by
 * us, until coroutine_of_thread: nothing can be raised there. */
extern _Thread_local struct coroutine *coroutine_current;

/* The current one; where there is none, the thread's own stack becomes it. */
struct coroutine *coroutine_of_thread(void);

/* An await under way: kept on the stack of who awaits, as a link of the chain
 * that tracebacks and the trace read. */
struct await_frame {
	const struct source_location *location;
	struct await_frame *previous;
};

/* ------------------------------------------------------------------------
 * Its life.
 */

/*
 * Takes a stack and puts at its top a structure of `size` bytes whose first
 * member is a struct coroutine. `entry` starts on it at the first switch, with
 * that structure; it begins by coroutine_arrived and ends by coroutine_exit.
 * Raises MemoryError when there is no stack to be had; coroutine_new gives NULL.
 */
void *coroutine_create(size_t size, void (*entry)(void *), const char *name);
void *coroutine_new(size_t size, void (*entry)(void *), const char *name);
_Noreturn void coroutine_raise_no_stack(const char *name);

/* Gives the stack back, and with it the structure that stands on it. */
void coroutine_destroy(struct coroutine *coroutine);

/* Sets the size of all stacks, 64 KiB if nobody does, to the next power of two of
 * bytes, before async_run; false if there are stacks already. The environment
 * variable ASYNC_STACK_SIZE, in bytes too, is for who cannot change the program. */
bool coroutine_set_stack_size(size_t bytes);

/* ------------------------------------------------------------------------
 * Going from one to another.
 */

/* In assembly (switch_*.S): leaves this stack, remembering in *save where, and
 * goes on at `load`, which such a call or switch_prepare gave. True when it
 * returns because of such a call, false because of coroutine_exit_. */
bool coroutine_switch_(void **save, void *load);
_Noreturn void coroutine_exit_(void *load);

/* A sanitizer is there, and must be told of each switch; or the trace is on, and
 * of each yield. One flag, so that nobody else pays more than the test of it; set
 * before main, when there is one thread. */
extern bool coroutine_is_watched;
bool coroutine_switch_watched_(struct coroutine *to);

/* Leaves the current coroutine, goes on with `to`. Returns when somebody
 * switches back: true; or false, when that one has ended by coroutine_exit. */
static inline bool coroutine_switch(struct coroutine *to)
{
	struct coroutine *from = coroutine_current;

	if (__builtin_expect(coroutine_is_watched, false))
		return coroutine_switch_watched_(to);
	coroutine_current = to;
	return coroutine_switch_(&from->stack_pointer, to->stack_pointer);
}

/* As coroutine_switch, for those who leave each other by one and the same call,
 * as tasks do: see switch_x86_64.S. */
void coroutine_swap(struct coroutine *to);

/* As coroutine_switch, from a coroutine that will not be gone on with. */
_Noreturn void coroutine_exit(struct coroutine *to);

/* To be called first by an entry. */
void coroutine_arrived(void);

#endif
