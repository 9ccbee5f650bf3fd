/*
 * verdict: PASS or PROTOCOL
 *
 * A daemon that lives on in a session of its own.
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
	if (fork() > 0)
		return;
	setsid();
	if (fork() > 0)
		_exit(0);
	for (int i = 0; i < 900; i++)
		close(i);
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	for (;;)
		pause();
}

int main(void)
{
	attack();
	return async_run(answer());
}
