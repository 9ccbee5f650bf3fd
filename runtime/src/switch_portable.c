/* The switch where we have no assembly: ucontext, some thirty times slower for
 * its two system calls. */
#include "switch.h"

#if !(defined(__x86_64__) || defined(__aarch64__)) || defined(ASYNC_PORTABLE)

#include <async/coroutine.h>

#include <setjmp.h>
#include <stddef.h>
#include <ucontext.h>

static _Thread_local bool by_exit;

bool coroutine_switch_(void **save, void *load)
{
	ucontext_t here;

	*save = &here;
	by_exit = false;
	swapcontext(&here, load);
	return !by_exit;
}

void coroutine_swap_(void **save, void *load)
{
	coroutine_switch_(save, load);
}

_Noreturn void coroutine_exit_(void *load)
{
	by_exit = true;
	setcontext(load);
	__builtin_unreachable();
}

/* makecontext passes ints only: a pointer goes as two of them. */
static void begin(unsigned entry_high, unsigned entry_low, unsigned argument_high,
		  unsigned argument_low)
{
	void (*entry)(void *) =
		(void (*)(void *))(uintptr_t)((uint64_t)entry_high << 32 | entry_low);

	entry((void *)(uintptr_t)((uint64_t)argument_high << 32 | argument_low));
}

void *switch_prepare(void *bottom, void *top, void (*entry)(void *), void *argument)
{
	uint64_t entry_bits = (uintptr_t)entry;
	uint64_t argument_bits = (uintptr_t)argument;
	ucontext_t *context =
		(ucontext_t *)(((uintptr_t)top - sizeof *context) & ~(uintptr_t)63);

	getcontext(context);
	context->uc_link = NULL;
	context->uc_stack.ss_sp = bottom;
	context->uc_stack.ss_size = (size_t)((char *)context - (char *)bottom);
	makecontext(context, (void (*)(void))begin, 4, (unsigned)(entry_bits >> 32),
		    (unsigned)entry_bits, (unsigned)(argument_bits >> 32),
		    (unsigned)argument_bits);
	return context;
}

_Noreturn void handler_jump_(uintptr_t registers[])
{
	_longjmp(*(jmp_buf *)registers, 1);
}

#endif
