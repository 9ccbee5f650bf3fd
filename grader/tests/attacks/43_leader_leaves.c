/*
 * verdict: DEADLOCK
 *
 * The first thread leaves, and a second one goes on: what is a process whose leader is
 * dead, is it asleep?
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

static void *go_on(void *nothing)
{
	(void)nothing;
	puts("one");
	fflush(stdout);
	usleep(500000);
	puts("two");
	fflush(stdout);
	usleep(500000);
	puts("three");
	puts("done");
	fflush(stdout);
	pause();
	return NULL;
}

int main(void)
{
	pthread_t thread;

	(void)answer;
	pthread_create(&thread, NULL, go_on, NULL);
	syscall(SYS_exit, 0);
}
