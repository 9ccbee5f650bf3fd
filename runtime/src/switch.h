/*
 * The ground: leaving one stack for another (coroutine_switch_, declared where
 * it is used: <async/coroutine.h>), and jumping out to a mark.
 * In assembly for x86-64 and aarch64 (switch_*.S); elsewhere, and where
 * ASYNC_PORTABLE is defined, by ucontext and setjmp (switch_portable.c).
 */
#ifndef ASYNC_SWITCH_H
#define ASYNC_SWITCH_H

#include <stdint.h>

/* As coroutine_switch_, between two who were both left by the same call of this
 * (or are new): faster then, slower otherwise. Says not how it is come back to. */
void coroutine_swap_(void **save, void *load);

/* Makes ready a stack that ends at `top`: the first switch to what is returned
 * calls entry(argument) on it. `bottom` is its lowest usable address. */
void *switch_prepare(void *bottom, void *top, void (*entry)(void *), void *argument);

/* handler_mark_ returns once more, with 1. */
_Noreturn void handler_jump_(uintptr_t registers[]);

#endif
