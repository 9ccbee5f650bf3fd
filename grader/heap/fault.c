#define _GNU_SOURCE
#include "fault.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <ucontext.h>

#include "blocks.h"
#include "guard.h"
#include "record.h"

static const char *const names[] = {
	[FAULT_ELSEWHERE] = "elsewhere",
	[FAULT_TRAP] = "trap",
	[FAULT_FREED] = "freed",
	[FAULT_PAST_END] = "past_end",
	[FAULT_FREED_TWICE] = "freed_twice",
	[FAULT_NOT_GIVEN] = "not_given",
	[FAULT_DAMAGED] = "damaged",
};

/* `at`: the address behind the place in the code, as a call returns to it. */
static void tell(const void *at, enum fault_kind kind)
{
	char text[64];
	uintptr_t offset;

	if (!blocks_are_counted())
		return;
	if (!blocks_is_executable(at, &offset))
		offset = 0;
	snprintf(text, sizeof(text), "%" PRIxPTR " %s", offset, names[kind]);
	record_add(TRACE_FAULT, text);
}

void fault_end(const void *caller, enum fault_kind kind)
{
	tell(caller, kind);
	abort();
}

static const char *code_in(const ucontext_t *context)
{
#if defined(__x86_64__)
	return (const char *)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return (const char *)context->uc_mcontext.pc;
#else
	(void)context;
	return NULL;
#endif
}

/* The faulting instruction runs again, and ends the program. */
static void on_fault(int number, siginfo_t *info, void *context)
{
	const char *code = code_in(context);
	bool trap = number == SIGILL || number == SIGTRAP;

	tell(code ? code + 1 : NULL, trap ? FAULT_TRAP : guard_fault(info->si_addr));
	signal(number, SIG_DFL);
}

void fault_watch(void)
{
	static const int numbers[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP };
	struct sigaction action = {
		.sa_sigaction = on_fault,
		.sa_flags = SA_SIGINFO | SA_ONSTACK,
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		sigaction(numbers[i], &action, NULL);
}
