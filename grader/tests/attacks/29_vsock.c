/*
 * verdict: FORBIDDEN
 * says: socket
 *
 * Speaks to the machine that this one runs on.
 */
#define _GNU_SOURCE
#include <sys/socket.h>

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
	socket(AF_VSOCK, SOCK_STREAM, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
