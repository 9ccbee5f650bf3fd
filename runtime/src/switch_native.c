/* The first frame of a new stack, as coroutine_switch_ wants to find it. */
#include "switch.h"

#if (defined(__x86_64__) || defined(__aarch64__)) && !defined(ASYNC_PORTABLE)

void coroutine_begin_(void);

void *switch_prepare(void *bottom, void *top, void (*entry)(void *), void *argument)
{
	uintptr_t *frame = (uintptr_t *)((uintptr_t)top & ~(uintptr_t)15);

	(void)bottom;
#ifdef __x86_64__
	/* r15 r14 r13 r12 rbx rbp, then where to go on; coroutine_begin_ is
	 * entered by a jump, with the stack aligned as before a call. */
	frame -= 9;
	for (int i = 0; i < 9; i++)
		frame[i] = 0;
	frame[2] = (uintptr_t)argument;
	frame[3] = (uintptr_t)entry;
	frame[6] = (uintptr_t)coroutine_begin_;
#else
	/* x19 … x28, x29, x30, d8 … d15 */
	frame -= 20;
	for (int i = 0; i < 20; i++)
		frame[i] = 0;
	frame[0] = (uintptr_t)entry;
	frame[1] = (uintptr_t)argument;
	frame[11] = (uintptr_t)coroutine_begin_;
#endif
	return frame;
}

#endif
