/*
 * verdict: PASS or PROTOCOL
 *
 * Closes the clock's descriptors behind its back, and becomes another program.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	if (argc == 1) {
		for (int i = 3; i < 1024; i++) {
			syscall(SYS_fcntl, i, F_SETFD, FD_CLOEXEC);
			syscall(SYS_dup2, 0, i);
			syscall(SYS_close, i);
		}
		syscall(SYS_close_range, 3, ~0U, 0);
		execl(argv[0], argv[0], "again", NULL);
	}
	puts("one");
	usleep(500000);
	puts("two");
	usleep(500000);
	puts("three");
	puts("done");
	return 0;
}
