/*
 * verdict: FORBIDDEN or TIME
 *
 * Gives the clock's library its own errno, memory and system calls.
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

int *__errno_location(void)
{
	static int always = 4;

	return &always;
}

long syscall(long number, ...)
{
	return 0;
}

void *mmap(void *at, size_t length, int rights, int flags, int file, off_t offset)
{
	static char memory[8 << 20];

	return memory;
}

char *getenv(const char *name)
{
	return NULL;
}

int getpid(void)
{
	return 1;
}

ssize_t sendmsg(int socket, const void *message, int flags)
{
	return 1;
}

int sched_yield(void)
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
