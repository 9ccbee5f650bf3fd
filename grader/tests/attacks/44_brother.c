/*
 * verdict: PASS or FORBIDDEN or PROTOCOL
 *
 * Makes a brother in the place of a child, who outlives it, keeps its output open and
 * goes on printing.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <async.h>
#include <stdio.h>

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	puts("two");
	await (async_sleep(0.5));
	puts("three");
	puts("done");
}

static void stay(void)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	setsid();
	for (;;)
		pause();
}

int main(void)
{
	for (int i = 0; i < 3; i++)
		if (syscall(SYS_clone, CLONE_PARENT | (i ? SIGCHLD : 0), NULL, NULL, NULL,
			    0) == 0)
			stay();
	return async_run(answer());
}
