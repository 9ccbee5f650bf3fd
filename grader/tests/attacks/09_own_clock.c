/*
 * verdict: TIME
 *
 * Has its own idea of the time, and of waiting.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

static long now = 1000;

int clock_gettime(clockid_t clock, struct timespec *time)
{
	time->tv_sec = now += 500;
	time->tv_nsec = 0;
	return 0;
}

unsigned sleep(unsigned seconds)
{
	now += seconds;
	return 0;
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout)
{
	return 0;
}

int main(void)
{
	puts("one");
	sleep(1);
	puts("two");
	puts("three");
	puts("done");
	return 0;
}
