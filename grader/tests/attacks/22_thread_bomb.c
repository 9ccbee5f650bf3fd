/*
 * verdict: MEMORY or CRASH
 *
 * Threads without end.
 */
#include <pthread.h>
#include <unistd.h>

static void *rest(void *unused)
{
	pause();
	return unused;
}

int main(void)
{
	pthread_t thread;

	for (;;)
		pthread_create(&thread, NULL, rest, NULL);
}
