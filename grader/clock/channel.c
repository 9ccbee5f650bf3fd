#define _GNU_SOURCE
#include "clock/channel.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* The pipe as one of our own: whether a write may be held up is said by whoever has
 * opened it, and one who reads it too is never told by a signal that nobody does. */
static int open_again(int pipe)
{
	char path[32];
	int own;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", pipe);
	own = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	close(pipe);
	return own;
}

static void accept_bell(struct participants *all, const struct clock_message *message,
			int descriptor)
{
	struct stat status;
	uint32_t index = message->index;

	if (index >= (message->is_timer ? CLOCK_TIMER_COUNT : CLOCK_SLOT_COUNT) ||
	    fstat(descriptor, &status) != 0 ||
	    (!message->is_timer && !S_ISFIFO(status.st_mode))) {
		close(descriptor);
		return;
	}
	index += message->is_timer ? CLOCK_SLOT_COUNT : 0;
	participant_set_bell(&all->each[index],
			     message->is_timer ? descriptor : open_again(descriptor));
	all->each[index].expirations = 0;
}

static void close_received(struct msghdr *parcel)
{
	struct cmsghdr *part;

	for (part = CMSG_FIRSTHDR(parcel); part; part = CMSG_NXTHDR(parcel, part)) {
		size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			int descriptor;

			memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int),
			       sizeof(int));
			close(descriptor);
		}
	}
}

/* A datagram of the right size, with one descriptor, is taken; all else is dropped. */
static bool receive_one(struct participants *all)
{
	struct clock_message message;
	struct iovec part = { &message, sizeof(message) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int) * 8)];
	} control;
	struct msghdr parcel = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room),
	};
	ssize_t length =
		recvmsg(all->board->channel, &parcel, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	struct cmsghdr *first;
	int descriptor;

	if (length < 0)
		return false;
	first = CMSG_FIRSTHDR(&parcel);
	if (length != sizeof(message) || !first || first->cmsg_level != SOL_SOCKET ||
	    first->cmsg_type != SCM_RIGHTS || first->cmsg_len != CMSG_LEN(sizeof(int)) ||
	    parcel.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
		close_received(&parcel);
		return true;
	}
	memcpy(&descriptor, CMSG_DATA(first), sizeof(int));
	accept_bell(all, &message, descriptor);
	return true;
}

void channel_receive(struct participants *all)
{
	/* A flood is taken in portions. */
	for (int i = 0; i < 64; i++)
		if (!receive_one(all))
			return;
}
