/*
 * Stacks: taken from the system by the hundred, kept warm on a list.
 *
 * A stack is STACK_SIZE of address space, of which the system backs the pages
 * that were touched: one, for most coroutines. The lowest page is a guard where
 * the kernel has room for it: always from Linux 6.13 (MADV_GUARD_INSTALL), else
 * for the first ten thousands (mprotect; vm.max_map_count is the limit).
 */
#ifndef ASYNC_STACK_H
#define ASYNC_STACK_H

#include <stdbool.h>
#include <stddef.h>

/* Lowest usable address of a stack, and its size up to `top`; NULL: out of
 * memory. */
struct stack {
	char *bottom;
	size_t size;
};

struct stack stack_take(void);
void stack_give_back(struct stack);

/* Whether an address lies in the guard below some stack. */
bool stack_is_guard(const void *address);

#endif
