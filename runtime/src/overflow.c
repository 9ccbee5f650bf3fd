#define _GNU_SOURCE
#include "overflow.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include <async/coroutine.h>

#include "sanitizer.h"
#include "stack.h"

static struct sigaction previous;

static void say(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
}

/* Only what is safe in a signal handler. The faulting instruction runs again
 * and meets whoever handled the signal before us. */
static void on_fault(int signal, siginfo_t *info, void *context)
{
	(void)context;
	if (coroutine_current && stack_is_guard(info->si_addr)) {
		say("stack overflow in coroutine '");
		say(coroutine_current->name);
		say("': does it call itself without end, or keep a large "
		    "array on its stack?\n");
	}
	sigaction(signal, &previous, NULL);
}

void overflow_watch(void)
{
	static bool watching;
	static char handler_stack[16384];
	stack_t stack = { .ss_sp = handler_stack, .ss_size = sizeof handler_stack };
	struct sigaction action = {
		.sa_sigaction = on_fault,
		.sa_flags = SA_SIGINFO | SA_ONSTACK,
	};

	if (watching || SANITIZER_IS_ON)
		return;
	watching = true;
	sigaltstack(&stack, NULL);
	sigaction(SIGSEGV, &action, &previous);
}
