/*
 * The warden: process 1 in the place that bubblewrap has made, and the parent of the
 * first process of each jail. See inside.h.
 *
 * To make that place takes some milliseconds, to start a program in it another one. A
 * fork of what is there already, in new namespaces, takes a few tenths of one.
 */
#define _GNU_SOURCE
#include "inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* The control, the orders, and what the program is to have. */
enum { CONTROL, ORDERS, OWN, MOST = OWN + INSIDE_MOST_FILES };

struct asked {
	struct inside_request request;
	int files[MOST];
	uint32_t count;
};

static void close_files(const struct asked *asked)
{
	for (uint32_t i = 0; i < asked->count; i++)
		close(asked->files[i]);
}

static void take_files(struct asked *asked, struct msghdr *parcel)
{
	const struct cmsghdr *part = CMSG_FIRSTHDR(parcel);

	if (!part || part->cmsg_type != SCM_RIGHTS)
		return;
	asked->count = (uint32_t)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
	memcpy(asked->files, CMSG_DATA(part), asked->count * sizeof(int));
}

static void wake(int signal_number)
{
	(void)signal_number;
}

/* To be woken by it is all that is wanted of a signal. */
static void watch_children(void)
{
	const struct sigaction action = { .sa_handler = wake };

	sigaction(SIGCHLD, &action, NULL);
}

/* So that the time of theirs is counted as ours, and in the end as the grader's. */
static void reap(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		continue;
}

/* False: nobody will ask for anything any more. */
static bool receive(int line, struct asked *asked)
{
	struct iovec part = { &asked->request, sizeof(asked->request) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int) * MOST)];
	} rights;
	struct msghdr parcel = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &rights,
		.msg_controllen = sizeof(rights),
	};
	ssize_t length;

	asked->count = 0;
	do {
		reap();
		length = recvmsg(line, &parcel, MSG_CMSG_CLOEXEC);
	} while (length < 0 && errno == EINTR);
	if (length <= 0)
		return false;
	take_files(asked, &parcel);
	return true;
}

static bool is_whole(const struct asked *asked)
{
	return asked->request.magic == INSIDE_MAGIC &&
	       asked->request.files <= INSIDE_MOST_FILES &&
	       asked->count == OWN + asked->request.files;
}

/* What it gets lies where it is told; nothing else of ours lies there. */
static bool place_files(struct asked *asked)
{
	int behind = 3;

	for (uint32_t i = 0; i < asked->request.files; i++)
		if (asked->request.numbers[i] >= behind)
			behind = asked->request.numbers[i] + 1;
	for (uint32_t i = 0; i < asked->count; i++) {
		int moved = fcntl(asked->files[i], F_DUPFD_CLOEXEC, behind);

		if (moved < 0)
			return false;
		close(asked->files[i]);
		asked->files[i] = moved;
	}
	for (uint32_t i = OWN; i < asked->count; i++) {
		int number = asked->request.numbers[i - OWN];

		if (number < 0)
			continue;
		if (dup2(asked->files[i], number) < 0)
			return false;
		close(asked->files[i]);
	}
	return true;
}

/* Those of one kind lie together. */
static const int *all_of(const struct asked *asked, int32_t kind)
{
	uint32_t first = 0;

	while (first < asked->request.files && asked->request.numbers[first] != kind)
		first++;
	return &asked->files[OWN + first];
}

/* Nobody else has come to be here yet: what all will do is counted there. */
static bool enter_group(const struct asked *asked)
{
	for (uint32_t i = OWN; i < asked->count; i++) {
		if (asked->request.numbers[i - OWN] != INSIDE_DOOR)
			continue;
		if (write(asked->files[i], "0", 1) != 1)
			return false;
		close(asked->files[i]);
	}
	return true;
}

/* When it may go on, and on which processor, is settled outside. */
static bool wait_for_leave(int control)
{
	char leave;
	ssize_t length;

	inside_tell(control, &(struct inside_message){ .word = INSIDE_BORN }, NULL, 0);
	do
		length = recv(control, &leave, 1, 0);
	while (length < 0 && errno == EINTR);
	return length == 1;
}

static void live(struct asked *asked) __attribute__((noreturn));

static void live(struct asked *asked)
{
	signal(SIGCHLD, SIG_DFL);
	setsid();
	if (!place_files(asked))
		inside_fail(asked->files[CONTROL], INSIDE_ORDERS);
	if (!enter_group(asked))
		inside_fail(asked->files[CONTROL], INSIDE_GROUP);
	if (!wait_for_leave(asked->files[CONTROL]))
		_exit(1);
	inside_live(asked->files[CONTROL], asked->files[ORDERS],
		    all_of(asked, INSIDE_TREE), all_of(asked, INSIDE_COPY));
}

static void make_jail(int line, struct asked *asked)
{
	const unsigned long flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID |
				    CLONE_NEWIPC | CLONE_NEWUTS |
				    (asked->request.network ? CLONE_NEWNET : 0);
	long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
	const struct inside_message failed = {
		.word = INSIDE_FAILED,
		.step = INSIDE_NAMESPACES,
		.status = errno,
	};

	if (child == 0) {
		close(line);
		live(asked);
	}
	if (child < 0)
		inside_tell(asked->files[CONTROL], &failed, NULL, 0);
}

int inside_warden(int line)
{
	static const uint32_t ready = INSIDE_READY;
	struct asked asked;

	fcntl(line, F_SETFD, FD_CLOEXEC);
	watch_children();
	if (send(line, &ready, sizeof(ready), MSG_NOSIGNAL) != sizeof(ready))
		return 1;
	while (receive(line, &asked)) {
		if (is_whole(&asked))
			make_jail(line, &asked);
		close_files(&asked);
	}
	return 0;
}
