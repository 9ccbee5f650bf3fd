/*
 * verdict: FORBIDDEN
 * says: socket
 *
 * A family of sockets that has been a way in before.
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
	socket(AF_ALG, SOCK_SEQPACKET, 0);
}

int main(void)
{
	attack();
	return async_run(answer());
}
