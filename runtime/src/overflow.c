#define _GNU_SOURCE
#include "overflow.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "sanitizer.h"
#include "stack.h"

static struct sigaction previous;

/* ---- the words: only what is safe in a signal handler ---- */

static void say(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
}

static void say_number(size_t number)
{
	char digits[24] = { 0 };
	char *at = digits + sizeof digits - 1;

	do
		*--at = (char)('0' + number % 10);
	while (number /= 10);
	say(at);
}

/* Its size with the guard, as who sets it says it. */
static size_t nominal_size(const struct coroutine *coroutine)
{
	size_t size = 1;

	while (size < coroutine->stack_size)
		size *= 2;
	return size;
}

static void say_overflow(const struct coroutine *coroutine)
{
	say("stack overflow in coroutine '");
	say(coroutine->name);
	say("' (its stack is ");
	say_number(nominal_size(coroutine) / 1024);
	say(" KiB): does it call itself without end, or keep a large array on its "
	    "stack? The environment variable ASYNC_STACK_SIZE, in bytes, makes all "
	    "stacks larger.\n");
}

/* ---- when it happens ---- */

static bool is_beyond(const struct coroutine *coroutine, const void *at)
{
	return coroutine->stack_bottom && at < coroutine->stack_bottom;
}

/* Where the stack was at the fault: a frame may be so large that it faults far
 * below any guard. */
static const void *stack_pointer_in(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (const void *)context->uc_mcontext.gregs[REG_RSP];
#elif defined(__aarch64__)
	return (const void *)context->uc_mcontext.sp;
#else
	(void)context;
	return (const void *)UINTPTR_MAX;
#endif
}

/* The faulting instruction runs again and meets whoever handled the signal before
 * us. */
static void on_fault(int signal, siginfo_t *info, void *context)
{
	const struct coroutine *here = coroutine_current;

	if (here &&
	    (stack_is_guard(info->si_addr) || is_beyond(here, stack_pointer_in(context))))
		say_overflow(here);
	sigaction(signal, &previous, NULL);
}

void overflow_check(const struct coroutine *coroutine, const void *at)
{
	if (__builtin_expect(is_beyond(coroutine, at), false) && !SANITIZER_IS_ON) {
		say_overflow(coroutine);
		abort();
	}
}

/* ---- watching ---- */

static void use_own_stack(void)
{
	static _Thread_local char handler_stack[16384];
	stack_t stack = { .ss_sp = handler_stack, .ss_size = sizeof handler_stack };

	sigaltstack(&stack, NULL);
}

/* Whom to give a fault to is known before there is one to give. */
static void watch(void)
{
	struct sigaction action = {
		.sa_sigaction = on_fault,
		.sa_flags = SA_SIGINFO | SA_ONSTACK,
	};

	sigaction(SIGSEGV, NULL, &previous);
	sigaction(SIGSEGV, &action, NULL);
}

void overflow_watch(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (SANITIZER_IS_ON)
		return;
	use_own_stack();
	pthread_once(&once, watch);
}
