/*
 * Stacks: taken from the system by the hundred, kept warm on a list.
 *
 * A stack is some address space, of which the system backs the pages that were
 * touched: one, for most coroutines. Its lowest page is a guard, where the kernel
 * has room for it: always from Linux 6.13 (MADV_GUARD_INSTALL), before that for
 * the first ten thousand (mprotect splits a mapping, and vm.max_map_count is the
 * limit of those).
 *
 * The size is 64 KiB. Measured in glibc: printf("%f") takes 3, a failing
 * getaddrinfo 12, regcomp 20, printf("%.400Lf") 30 KiB. Four times as much would
 * be no more memory but for page tables: 512 bytes a stack in place of 128.
 */
#ifndef ASYNC_STACK_H
#define ASYNC_STACK_H

#include <stdbool.h>
#include <stddef.h>

/* Lowest usable address of a stack, and its size. */
struct stack {
	char *bottom; /* NULL: there was no memory */
	size_t size;
};

/* Of this thread's own, of an ended thread's, or a new one. */
struct stack stack_take(void);
void stack_give_back(struct stack);

/* Empties the stacks of this thread's, and of ended threads', that nobody uses: whoever
 * looks what a program still holds, at its end, is not to find what is over. */
void stack_clear_idle(void);

/* Sets the size of all stacks, to the next power of two; false if there are any
 * already. The environment variable ASYNC_STACK_SIZE (bytes) does the same. */
bool stack_set_size(size_t bytes);

/* Whether an address lies in the guard below some stack. For signal handlers. */
bool stack_is_guard(const void *address);

/* For the tests: true does as an older kernel would. */
extern bool stack_guard_without_advice;

#endif
