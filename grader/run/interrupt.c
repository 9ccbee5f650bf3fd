#define _GNU_SOURCE
#include "run/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
static volatile sig_atomic_t noted;
static int ends[2] = { -1, -1 };

static void note(int signal)
{
	int before = errno;

	noted = signal;
	/* A full pipe is readable already. */
	if (write(ends[1], "", 1) < 0)
		errno = before;
	errno = before;
}

void interrupt_catch(void)
{
	struct sigaction action = { .sa_handler = note };

	if (ends[0] >= 0 || pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		struct sigaction before;

		/* What our caller had us ignore (nohup) stays ignored. */
		if (sigaction(signals[i], NULL, &before) == 0 &&
		    before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
	}
}

/* The pipe is shared with the parent, who would be told as well. */
static void renew(void)
{
	int own[2];

	if (ends[0] < 0 || pipe2(own, O_CLOEXEC | O_NONBLOCK) != 0)
		return;
	for (int i = 0; i < 2; i++) {
		dup3(own[i], ends[i], O_CLOEXEC);
		close(own[i]);
	}
}

pid_t interrupt_fork(void)
{
	sigset_t ours, before;
	pid_t process;

	sigemptyset(&ours);
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		sigaddset(&ours, signals[i]);
	sigprocmask(SIG_BLOCK, &ours, &before);
	process = fork();
	if (process == 0)
		renew();
	sigprocmask(SIG_SETMASK, &before, NULL);
	return process;
}

bool interrupt_requested(void)
{
	return noted != 0;
}

int interrupt_descriptor(void)
{
	return ends[0];
}

void interrupt_deliver(void)
{
	int which = noted;

	if (!which)
		return;
	signal(which, SIG_DFL);
	raise(which);
}
