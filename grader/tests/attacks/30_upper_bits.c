/*
 * verdict: FORBIDDEN
 * says: socket
 * only: x86_64
 *
 * A forbidden family, with something above it that only the kernel does not see.
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/syscall.h>
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
	syscall(SYS_socket, (1L << 32) | AF_VSOCK, SOCK_STREAM, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
