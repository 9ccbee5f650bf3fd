/*
 * verdict: FORBIDDEN
 *
 * Starts itself anew without the library that is its clock.
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char *arguments[] = { argv[0], "again", NULL };

	if (argc == 1)
		syscall(SYS_execve, "/proc/self/exe", arguments, (char *[]){ NULL });
	puts("one");
	fflush(stdout);
	usleep(500000);
	puts("two");
	fflush(stdout);
	usleep(500000);
	puts("three\ndone");
	return 0;
}
