/*
 * verdict: PASS or MEMORY
 *
 * The kernel's memory, in sockets and pipes that nobody reads.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sys/socket.h>
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

static void attack(void)
{
	static const char block[1 << 16];

	for (int i = 0; i < 2000; i++) {
		int ends[2];

		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0)
			while (write(ends[0], block, sizeof(block)) > 0)
				continue;
		if (pipe2(ends, O_NONBLOCK) == 0 &&
		    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) >= 0)
			while (write(ends[1], block, sizeof(block)) > 0)
				continue;
	}
}

int main(void)
{
	attack();
	return async_run(answer());
}
