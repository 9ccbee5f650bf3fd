/*
 * Sockets between the processes of a program.
 *
 * On its own machine a small segment that waits for the acknowledgement of the
 * one before (Nagle), which waits for 40 ms of the machine's time (delayed
 * acknowledgement), is data on its way while everybody is asleep: the clock
 * would run ahead of it. So nothing waits.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

/* A socket that is accepted has what the one that listens has. */
REPLACED int socket(int domain, int type, int protocol)
{
	static const int on = 1;
	int file = NEXT(socket)(domain, type, protocol);
	int before = errno;

	if (file >= 0 && clock_active() && (domain == AF_INET || domain == AF_INET6) &&
	    (type & ~(SOCK_CLOEXEC | SOCK_NONBLOCK)) == SOCK_STREAM) {
		setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
		__atomic_store_n(&clock_board()->network, 1, __ATOMIC_SEQ_CST);
	}
	errno = before;
	return file;
}
