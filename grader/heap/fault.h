/*
 * Inside a program: a fault that ends it, told in the trace with the place in the code.
 */
#ifndef COURSE_HEAP_FAULT_H
#define COURSE_HEAP_FAULT_H

#include <stdnoreturn.h>

/* Not for the program to see. */
#pragma GCC visibility push(hidden)

enum fault_kind {
	FAULT_ELSEWHERE,   /* at an address that says nothing */
	FAULT_TRAP,        /* where the compiler has put a trap */
	FAULT_FREED,       /* in a block that has been freed */
	FAULT_PAST_END,    /* behind a block */
	FAULT_FREED_TWICE, /* what is freed has been freed */
	FAULT_NOT_GIVEN,   /* what is freed is no block */
	FAULT_DAMAGED,     /* somebody has written beside a block */
};

/* From now on signals of faults are told, before they do what they did without us. */
void fault_watch(void);

/* Tells it of the call that returns to `caller`, which may be NULL, and aborts. */
noreturn void fault_end(const void *caller, enum fault_kind kind);

#pragma GCC visibility pop

#endif
