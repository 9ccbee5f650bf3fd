/*
 * verdict: PASS
 * never: found:
 *
 * Looks for a server of this machine's, by each protocol.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
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
	struct sockaddr_in inet = { .sin_family = AF_INET,
				    .sin_port = htons((unsigned short)atoi("@PORT@")),
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_un local = { AF_UNIX, "@SENTINEL@/socket" };
	int one = socket(AF_INET, SOCK_STREAM, 0), other = socket(AF_INET, SOCK_DGRAM, 0);

	if (connect(one, (struct sockaddr *)&inet, sizeof(inet)) == 0)
		puts("found: TCP");
	sendto(other, "found", 5, 0, (struct sockaddr *)&inet, sizeof(inet));
	inet.sin_addr.s_addr = inet_addr("192.0.2.1");
	if (sendto(other, "found", 5, 0, (struct sockaddr *)&inet, sizeof(inet)) > 0)
		puts("found: UDP");
	if (connect(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&local,
		    sizeof(local)) == 0)
		puts("found: a socket");
	if (socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0)
		puts("found: raw packets");
}

int main(void)
{
	attack();
	return async_run(answer());
}
