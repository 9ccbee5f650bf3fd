/*
 * verdict: FORBIDDEN
 * says: keyctl
 *
 * The same in a thread.
 */
#define _GNU_SOURCE
#include <pthread.h>
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

static void *other(void *unused)
{
	syscall(SYS_keyctl, 0, -3, 0, 0, 0);
	return unused;
}

static void attack(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, other, NULL);
	pthread_join(thread, NULL);
}

int main(void)
{
	attack();
	return async_run(answer());
}
