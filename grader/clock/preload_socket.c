/*
 * Time limits of sockets.
 *
 * A socket can have one of its own, SO_RCVTIMEO or SO_SNDTIMEO, for every call that
 * would wait. The kernel counts it on its own clock, so it is not told: we keep the
 * limit, and wait for the socket by it before the call.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

/* ------------------------------------------------------------------- limits */

/* By its inode: a copy of the descriptor is the same socket, and another socket with
 * the same number is not. 0: a free place. */
struct limit {
	uint64_t socket;
	int64_t receive, send; /* nanoseconds, 0: none */
};

/* Who sets more than these keeps the kernel's clock for the others. */
static struct limit limits[64];
static int has_limits;
static char limits_lock;

static void lock_limits(void)
{
	while (__atomic_test_and_set(&limits_lock, __ATOMIC_ACQUIRE))
		;
}

static void unlock_limits(void)
{
	__atomic_clear(&limits_lock, __ATOMIC_RELEASE);
}

static uint64_t socket_of(int file)
{
	struct stat status;
	int before = errno;
	bool is_socket = fstat(file, &status) == 0 && S_ISSOCK(status.st_mode);

	errno = before;
	return is_socket ? (uint64_t)status.st_ino : 0;
}

static struct limit *find_limit(uint64_t socket)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		if (limits[i].socket == socket)
			return &limits[i];
	return NULL;
}

/* False: there is no place for it, or it is no limit of a socket. */
static bool keep_limit(int file, bool receive, int64_t limit)
{
	uint64_t socket = socket_of(file);
	struct limit *place;

	if (!socket)
		return false;
	lock_limits();
	place = find_limit(socket);
	if (!place)
		place = find_limit(0);
	if (place) {
		place->socket = socket;
		*(receive ? &place->receive : &place->send) = limit;
		__atomic_store_n(&has_limits, 1, __ATOMIC_SEQ_CST);
	}
	unlock_limits();
	return place;
}

static bool keep_setting(int file, int option, const struct timeval *value)
{
	if (value->tv_sec < 0 || value->tv_usec < 0 || value->tv_usec >= 1000000 ||
	    value->tv_sec > INT32_MAX)
		return false;
	return keep_limit(file, option == SO_RCVTIMEO,
			  value->tv_sec * NANOSECONDS + value->tv_usec * INT64_C(1000));
}

static int64_t limit_of(int file, bool receive)
{
	const struct limit *place;
	int64_t limit = 0;
	uint64_t socket;

	if (!__atomic_load_n(&has_limits, __ATOMIC_RELAXED) || !clock_active() ||
	    !(socket = socket_of(file)))
		return 0;
	lock_limits();
	place = find_limit(socket);
	if (place)
		limit = receive ? place->receive : place->send;
	unlock_limits();
	return limit;
}

/* In Linux a connection has the limits of the socket that it was accepted by. One whose
 * inode has the number of a socket that is gone has none of that one's. */
static int inherit_limits(int accepted, int listening)
{
	bool inherits;

	if (accepted < 0 || !__atomic_load_n(&has_limits, __ATOMIC_RELAXED))
		return accepted;
	inherits = limit_of(listening, true) || limit_of(listening, false) ||
		   limit_of(accepted, true) || limit_of(accepted, false);
	if (inherits) {
		keep_limit(accepted, true, limit_of(listening, true));
		keep_limit(accepted, false, limit_of(listening, false));
	}
	return accepted;
}

static bool is_limit(int level, int option)
{
	return level == SOL_SOCKET && (option == SO_RCVTIMEO || option == SO_SNDTIMEO);
}

REPLACED int setsockopt(int file, int level, int option, const void *value,
			socklen_t length)
{
	struct timeval limit;

	if (!is_limit(level, option) || !value || length < sizeof(limit) ||
	    !clock_active())
		return NEXT(setsockopt)(file, level, option, value, length);
	memcpy(&limit, value, sizeof(limit));
	if (!keep_setting(file, option, &limit))
		return NEXT(setsockopt)(file, level, option, value, length);
	return 0;
}

REPLACED int getsockopt(int file, int level, int option, void *restrict value,
			socklen_t *restrict length)
{
	int64_t limit =
		is_limit(level, option) ? limit_of(file, option == SO_RCVTIMEO) : 0;
	struct timeval time = { limit / NANOSECONDS, limit % NANOSECONDS / 1000 };

	if (!limit || !value || !length || *length < sizeof(time))
		return NEXT(getsockopt)(file, level, option, value, length);
	memcpy(value, &time, sizeof(time));
	*length = sizeof(time);
	return 0;
}

/* May the call wait, and has the socket a limit for it? */
static bool is_limited(int file, bool receive, int flags)
{
	return limit_of(file, receive) && !(flags & MSG_DONTWAIT) &&
	       !(fcntl(file, F_GETFL) & O_NONBLOCK);
}

/* False: the call fails, by errno, as it does when the kernel's limit has passed. */
static bool wait_until_ready(int file, short events, int64_t deadline)
{
	struct pollfd socket = { .fd = file, .events = events };
	int64_t left = deadline - clock_now();
	struct timespec time = timespec_of(left > 0 ? left : 0);

	switch (ppoll(&socket, 1, &time, NULL)) {
	case 0: errno = EAGAIN; return false;
	case -1: return false;
	default: return true;
	}
}

/* Waits by the limit, if the socket has one and may be waited for. */
static bool wait_for_socket(int file, bool receive, int flags)
{
	return !is_limited(file, receive, flags) ||
	       wait_until_ready(file, receive ? POLLIN : POLLOUT,
				clock_after(limit_of(file, receive)));
}

/* ------------------------------------------------------------------ receiving */

/* All of it, or what has come when the limit has passed. */
static ssize_t receive_all(int file, char *buffer, size_t length, int flags)
{
	int64_t deadline = clock_after(limit_of(file, true));
	size_t received = 0;

	while (received < length && wait_until_ready(file, POLLIN, deadline)) {
		ssize_t more = NEXT(recv)(file, buffer + received, length - received,
					  (flags & ~MSG_WAITALL) | MSG_DONTWAIT);

		if (more == 0)
			return (ssize_t)received;
		if (more > 0)
			received += (size_t)more;
		else if (errno != EAGAIN)
			break;
	}
	return received || !length ? (ssize_t)received : -1;
}

REPLACED ssize_t recv(int file, void *buffer, size_t length, int flags)
{
	if ((flags & (MSG_WAITALL | MSG_PEEK)) == MSG_WAITALL &&
	    is_limited(file, true, flags))
		return receive_all(file, buffer, length, flags);
	if (!wait_for_socket(file, true, flags))
		return -1;
	return NEXT(recv)(file, buffer, length, flags);
}

REPLACED ssize_t recvfrom(int file, void *restrict buffer, size_t length, int flags,
			  struct sockaddr *restrict address, socklen_t *restrict size)
{
	if (!wait_for_socket(file, true, flags))
		return -1;
	return NEXT(recvfrom)(file, buffer, length, flags, address, size);
}

REPLACED ssize_t recvmsg(int file, struct msghdr *message, int flags)
{
	if (!wait_for_socket(file, true, flags))
		return -1;
	return NEXT(recvmsg)(file, message, flags);
}

REPLACED ssize_t read(int file, void *buffer, size_t length)
{
	if (!wait_for_socket(file, true, 0))
		return -1;
	return NEXT(read)(file, buffer, length);
}

REPLACED int accept(int file, struct sockaddr *restrict address, socklen_t *restrict size)
{
	if (!wait_for_socket(file, true, 0))
		return -1;
	return inherit_limits(NEXT(accept)(file, address, size), file);
}

REPLACED int accept4(int file, struct sockaddr *restrict address,
		     socklen_t *restrict size, int flags)
{
	if (!wait_for_socket(file, true, 0))
		return -1;
	return inherit_limits(NEXT(accept4)(file, address, size, flags), file);
}

/* What these become in a program compiled with _FORTIFY_SOURCE. */
ssize_t __recv_chk(int file, void *buffer, size_t length, size_t size, int flags);
ssize_t __recvfrom_chk(int file, void *restrict buffer, size_t length, size_t size,
		       int flags, struct sockaddr *restrict address,
		       socklen_t *restrict address_size);
ssize_t __read_chk(int file, void *buffer, size_t length, size_t size);

REPLACED ssize_t __recv_chk(int file, void *buffer, size_t length, size_t size, int flags)
{
	if (!wait_for_socket(file, true, flags))
		return -1;
	return NEXT(__recv_chk)(file, buffer, length, size, flags);
}

REPLACED ssize_t __recvfrom_chk(int file, void *restrict buffer, size_t length,
				size_t size, int flags, struct sockaddr *restrict address,
				socklen_t *restrict address_size)
{
	if (!wait_for_socket(file, true, flags))
		return -1;
	return NEXT(__recvfrom_chk)(file, buffer, length, size, flags, address,
				    address_size);
}

REPLACED ssize_t __read_chk(int file, void *buffer, size_t length, size_t size)
{
	if (!wait_for_socket(file, true, 0))
		return -1;
	return NEXT(__read_chk)(file, buffer, length, size);
}

REPLACED ssize_t readv(int file, const struct iovec *parts, int count)
{
	if (!wait_for_socket(file, true, 0))
		return -1;
	return NEXT(readv)(file, parts, count);
}

/* Waits for the next datagram by a deadline, where it may be waited for. False: it has
 * not come; errno says why. */
static bool wait_for_datagram(int file, int flags, int64_t deadline)
{
	errno = EAGAIN;
	return deadline > clock_now() && !(flags & MSG_DONTWAIT) &&
	       !(fcntl(file, F_GETFL) & O_NONBLOCK) &&
	       wait_until_ready(file, POLLIN, deadline);
}

/* As many as come until the time is over: by its manual page, the kernel looks at the
 * clock only when one has come. */
static int receive_until(int file, struct mmsghdr *messages, unsigned count, int flags,
			 int64_t deadline)
{
	unsigned received = 0;

	while (received < count) {
		int more = NEXT(recvmmsg)(file, messages + received, count - received,
					  flags | MSG_DONTWAIT, NULL);

		if (more > 0)
			received += (unsigned)more;
		else if (errno != EAGAIN || !wait_for_datagram(file, flags, deadline))
			break;
		if (received && (flags & MSG_WAITFORONE))
			break;
	}
	return received ? (int)received : -1;
}

REPLACED int recvmmsg(int file, struct mmsghdr *messages, unsigned count, int flags,
		      struct timespec *timeout)
{
	int64_t deadline, left;
	int received;

	if (!clock_active() || (timeout && !timespec_is_valid(timeout)))
		return NEXT(recvmmsg)(file, messages, count, flags, timeout);
	if (!timeout) {
		if (!wait_for_socket(file, true, flags))
			return -1;
		return NEXT(recvmmsg)(file, messages, count, flags, timeout);
	}
	deadline = clock_after(nanoseconds_of(timeout));
	received = receive_until(file, messages, count, flags, deadline);
	left = deadline - clock_now();
	*timeout = timespec_of(left > 0 ? left : 0); /* Linux tells what is left */
	return received;
}

/* -------------------------------------------------------------------- sending */

/* Leaves out what of them has been sent. */
static void skip_sent(struct msghdr *message, size_t sent)
{
	while (message->msg_iovlen && sent >= message->msg_iov->iov_len) {
		sent -= message->msg_iov->iov_len;
		message->msg_iov++;
		message->msg_iovlen--;
	}
	if (sent) {
		message->msg_iov->iov_base = (char *)message->msg_iov->iov_base + sent;
		message->msg_iov->iov_len -= sent;
	}
}

/* All of it, or what has gone when the limit has passed. Descriptors go with the first
 * part. The parts are changed. */
static ssize_t send_all(int file, struct msghdr rest, int flags)
{
	int64_t deadline = clock_after(limit_of(file, false));
	ssize_t sent = 0;

	do {
		ssize_t more;

		if (!wait_until_ready(file, POLLOUT, deadline))
			return sent ? sent : -1;
		more = NEXT(sendmsg)(file, &rest, flags | MSG_DONTWAIT);
		if (more < 0 && errno != EAGAIN)
			return sent ? sent : -1;
		if (more < 0)
			continue;
		sent += more;
		rest.msg_control = NULL;
		rest.msg_controllen = 0;
		skip_sent(&rest, (size_t)more);
	} while (rest.msg_iovlen);
	return sent;
}

/* More than these are left to the kernel, once the socket is ready. */
#define MOST_PARTS 64

static ssize_t send_parts(int file, const struct msghdr *message, int flags)
{
	struct iovec parts[MOST_PARTS];
	struct msghdr copy = *message;

	if (copy.msg_iovlen > MOST_PARTS)
		return wait_for_socket(file, false, flags)
			       ? NEXT(sendmsg)(file, message, flags)
			       : -1;
	memcpy(parts, copy.msg_iov, copy.msg_iovlen * sizeof(*parts));
	copy.msg_iov = parts;
	return send_all(file, copy, flags);
}

REPLACED ssize_t send(int file, const void *buffer, size_t length, int flags)
{
	struct iovec part = { (void *)buffer, length };

	if (!is_limited(file, false, flags))
		return NEXT(send)(file, buffer, length, flags);
	return send_all(file, (struct msghdr){ .msg_iov = &part, .msg_iovlen = 1 },
			flags);
}

REPLACED ssize_t write(int file, const void *buffer, size_t length)
{
	return is_limited(file, false, 0) ? send(file, buffer, length, 0)
					  : NEXT(write)(file, buffer, length);
}

REPLACED ssize_t writev(int file, const struct iovec *parts, int count)
{
	struct msghdr message = { .msg_iov = (struct iovec *)parts,
				  .msg_iovlen = (size_t)count };

	return count >= 0 && is_limited(file, false, 0)
		       ? send_parts(file, &message, 0)
		       : NEXT(writev)(file, parts, count);
}

REPLACED ssize_t sendto(int file, const void *buffer, size_t length, int flags,
			const struct sockaddr *address, socklen_t size)
{
	if (!address)
		return send(file, buffer, length, flags);
	if (!wait_for_socket(file, false, flags))
		return -1;
	return NEXT(sendto)(file, buffer, length, flags, address, size);
}

REPLACED ssize_t sendmsg(int file, const struct msghdr *message, int flags)
{
	return is_limited(file, false, flags) ? send_parts(file, message, flags)
					      : NEXT(sendmsg)(file, message, flags);
}
