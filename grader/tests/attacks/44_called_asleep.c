/*
 * verdict: PASS
 *
 * Threads are called as /proc says of one that sleeps, and compute meanwhile: time must
 * not pass for them.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <sys/prctl.h>

#include <async.h>

static volatile int going = 1, sum;

static void *compute(void *name)
{
	prctl(PR_SET_NAME, name);
	while (going)
		sum++;
	return NULL;
}

static void work(void)
{
	for (int i = 0; i < 30000000; i++)
		sum++;
}

async (void, answer)
{
	puts("one");
	await (async_sleep(0.5));
	work();
	puts("two");
	await (async_sleep(0.5));
	work();
	puts("three");
	puts("done");
}

int main(void)
{
	static char *const names[] = { ") S 1 1 1 0 -1", "x) S 0 0 0 0 0",
				       "\n) Z\n(\033[2J" };
	pthread_t thread;

	for (int i = 0; i < 3; i++) {
		going = 1;
		pthread_create(&thread, NULL, compute, names[i]);
		work();
		going = 0;
		pthread_join(thread, NULL);
		prctl(PR_SET_NAME, names[i]);
	}
	return async_run(answer());
}
