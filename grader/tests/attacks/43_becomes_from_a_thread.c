/*
 * verdict: PASS
 *
 * A thread that is not the first becomes the program once more: the number by which it
 * was known is another's.
 */
#define _GNU_SOURCE
#include <pthread.h>
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

static char **words;

static void *become(void *nothing)
{
	char *again[] = { words[0], "again", NULL };

	(void)nothing;
	execv("/proc/self/exe", again);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	words = argv;
	if (argc > 1)
		return async_run(answer());
	pthread_create(&thread, NULL, become, NULL);
	for (;;)
		pause();
}
