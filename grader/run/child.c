#define _GNU_SOURCE
#include "run/child.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/personality.h>
#include <time.h>
#include <unistd.h>

void child_reset_signals(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void child_fix_addresses(void)
{
	personality(ADDR_NO_RANDOMIZE);
}

void child_execute(char *const *arguments, char *const *environment)
{
	/* Of the machine's; the one that is waited for needs next to nothing, but a
	 * machine may stand still. */
	enum { LONGEST_MILLISECONDS = 20000 };
	static const struct timespec soon = { .tv_nsec = 1000000 };

	for (int waited = 0; waited < LONGEST_MILLISECONDS; waited++) {
		execvpe(arguments[0], arguments, environment);
		if (errno != ETXTBSY)
			return;
		nanosleep(&soon, NULL);
	}
}
