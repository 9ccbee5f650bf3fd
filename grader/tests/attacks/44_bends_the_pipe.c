/*
 * verdict: PASS or WRONG or DEADLOCK
 *
 * Makes the pipe that it prints to as small as can be, and as large, reads from it
 * itself, and has signals sent to whoever it likes when something happens there.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
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

static void bend(int file, const char *path)
{
	int other = open(path, O_RDONLY | O_NONBLOCK);

	fcntl(file, F_SETPIPE_SZ, 1 << 20);
	fcntl(file, F_SETPIPE_SZ, 4096);
	for (int number = 0; number < 5; number++) {
		fcntl(other, F_SETOWN, number - 2);
		fcntl(other, F_SETSIG, SIGKILL);
		fcntl(other, F_SETFL, O_ASYNC | O_DIRECT | O_NONBLOCK);
		fcntl(file, F_SETOWN, number - 2);
		fcntl(file, F_SETSIG, SIGSTOP);
	}
	fcntl(file, F_SETFL, O_DIRECT | O_NONBLOCK);
	flock(file, 2);
	close(other);
}

int main(void)
{
	signal(SIGIO, SIG_IGN);
	bend(STDOUT_FILENO, "/proc/self/fd/1");
	bend(STDERR_FILENO, "/proc/self/fd/2");
	return async_run(answer());
}
