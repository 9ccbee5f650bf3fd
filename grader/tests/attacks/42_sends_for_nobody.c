/*
 * verdict: PASS
 * never: sent
 *
 * Sends descriptors that nobody receives, until the kernel lets nobody of this user send
 * any: no jail could be made any more, and no program could use the clock.
 */
#define _GNU_SOURCE
#include <string.h>
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

enum { AT_ONCE = 200, CHANNEL = 963 };

static bool send_some(int socket)
{
	char nothing = 0;
	struct iovec part = { &nothing, 1 };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int) * AT_ONCE)];
	} control = { 0 };
	struct msghdr parcel = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control.room),
	};
	struct mmsghdr parcels = { .msg_hdr = parcel };
	int files[AT_ONCE];

	for (int i = 0; i < AT_ONCE; i++)
		files[i] = STDOUT_FILENO;
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(files));
	memcpy(CMSG_DATA(&control.header), files, sizeof(files));
	return sendmsg(socket, &parcel, MSG_DONTWAIT) == 1 ||
	       sendmmsg(socket, &parcels, 1, MSG_DONTWAIT) == 1;
}

/* At each number that a descriptor can have. */
static void attack(void)
{
	int ends[2], sent = 0, high;

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		return;
	for (int file = 3; file < 1100; file++) {
		if (file == ends[0] || file == ends[1] || dup2(ends[0], file) != file)
			continue;
		sent += send_some(file);
		close(file);
	}
	while ((high = dup(ends[0])) >= 0)
		sent += send_some(high);
	if (sent)
		printf("sent %d times\n", sent);
	/* This one is received, and so may be used: as often as anybody likes. */
	for (int i = 0; i < 3000; i++)
		send_some(CHANNEL);
	for (int file = 3; file < 900; file++)
		close(file);
}

int main(void)
{
	attack();
	return async_run(answer());
}
