/*
 * Ctrl-C: SIGINT cancels the main task (asyncio.Runner, since Python 3.11).
 */
#ifndef ASYNC_SRC_INTERRUPT_H
#define ASYNC_SRC_INTERRUPT_H

#include <stdatomic.h>
#include <stdbool.h>

struct task;

/* A SIGINT has come that nobody has looked at. */
extern atomic_bool interrupt_came;

static inline bool interrupt_is_due(void)
{
	return __builtin_expect(
		atomic_load_explicit(&interrupt_came, memory_order_relaxed), false);
}

/* The first SIGINT from now on cancels this task; the second one is the system's affair
 * again. False, and nothing happens, outside of the main thread, and where the program has
 * a handler of its own, or ignores it. */
bool interrupt_begin(struct task *main_task);

/* To be called by the loop, when one is due. */
void interrupt_take(void);

/* It becomes readable when a SIGINT comes: so a loop that waits does not miss it. */
int interrupt_descriptor(void);

/* If it has begun: from now on, SIGINT is the system's affair. True if the main task, which has ended by
 * CancelledError, was cancelled by one, and by nothing else. */
bool interrupt_end(void);

#endif
