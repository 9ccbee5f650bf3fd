/*
 * verdict: PASS
 * never: found:
 *
 * Types into the terminal of whoever grades.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/ioctl.h>

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
	if (open("/dev/tty", O_RDWR) >= 0 || open("/dev/ptmx", O_RDWR) >= 0)
		puts("found: a terminal");
	for (int file = 0; file < 3; file++)
		if (ioctl(file, TIOCSTI, "x") == 0)
			puts("found: typed");
}

int main(void)
{
	attack();
	return async_run(answer());
}
