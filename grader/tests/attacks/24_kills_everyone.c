/*
 * verdict: PASS
 *
 * Kills and stops whomever it can reach.
 */
#define _GNU_SOURCE
#include <signal.h>
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

static void attack(void)
{
	kill(-1, SIGKILL);
	kill(1, SIGKILL);
	kill(1, SIGSTOP);
	kill(getppid(), SIGKILL);
	for (pid_t other = 1; other < 100000; other++)
		if (other != getpid())
			kill(other, other % 2 ? SIGSTOP : SIGKILL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
