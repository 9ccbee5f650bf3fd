/*
 * The first process in a jail: see inside.h.
 *
 * usage: inside LINE                        as the warden; a number of a descriptor
 *        inside --probe NAME [ARGUMENT]...  as the program (inside_probe.c)
 */
#define _GNU_SOURCE
#include "child.h"
#include "inside.h"
#include "sending.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The orders, as they are read. */
struct reader {
	const char *at, *end;
};

struct inside {
	int control;
	const struct inside_orders *orders;
	const struct inside_limit *limits;
	struct sock_filter *filter;
	const char *folder;
	const char *directory;
	const char **arguments;
	const char **variables;
};

/* ------------------------------------------------------------------- telling */

void inside_tell(int control, const struct inside_message *message,
		 const int *descriptors, size_t count)
{
	struct iovec part = { (void *)message, sizeof(*message) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int) * 2)];
	} rights = { 0 };
	struct msghdr parcel = { .msg_iov = &part, .msg_iovlen = 1 };

	if (count) {
		rights.header.cmsg_level = SOL_SOCKET;
		rights.header.cmsg_type = SCM_RIGHTS;
		rights.header.cmsg_len = CMSG_LEN(sizeof(int) * count);
		memcpy(CMSG_DATA(&rights.header), descriptors, sizeof(int) * count);
		parcel.msg_control = &rights;
		parcel.msg_controllen = CMSG_SPACE(sizeof(int) * count);
	}
	for (int tries = 0; sendmsg(control, &parcel, MSG_NOSIGNAL) < 0; tries++)
		if (!sending_is_tried_again(tries))
			break;
}

void inside_fail(int control, enum inside_step step)
{
	struct inside_message message = {
		.word = INSIDE_FAILED,
		.step = step,
		.status = errno,
	};

	inside_tell(control, &message, NULL, 0);
	_exit(1);
}

/* -------------------------------------------------------------------- orders */

static const void *take_bytes(struct reader *reader, size_t length)
{
	const char *bytes = reader->at;

	if ((size_t)(reader->end - reader->at) < length) {
		errno = EBADMSG;
		return NULL;
	}
	reader->at += length;
	return bytes;
}

/* Any bytes; a NUL stands behind them. */
static const char *take_string(struct reader *reader, size_t *length)
{
	const void *counted = take_bytes(reader, sizeof(uint32_t));
	uint32_t count;

	if (!counted)
		return NULL;
	memcpy(&count, counted, sizeof(count));
	if (length)
		*length = count;
	return take_bytes(reader, (size_t)count + 1);
}

static const char **take_strings(struct reader *reader, uint32_t count)
{
	const char **strings = calloc((size_t)count + 1, sizeof(*strings));

	for (uint32_t i = 0; strings && i < count; i++)
		if (!(strings[i] = take_string(reader, NULL))) {
			free(strings);
			return NULL;
		}
	return strings;
}

/* Shared memory of the grader's, and sealed. */
static const char *map_orders(int descriptor, size_t *size)
{
	struct stat status;
	void *memory;

	if (fstat(descriptor, &status) != 0 ||
	    (size_t)status.st_size < sizeof(struct inside_orders))
		return NULL;
	*size = (size_t)status.st_size;
	memory = mmap(NULL, *size, PROT_READ, MAP_PRIVATE, descriptor, 0);
	close(descriptor);
	return memory == MAP_FAILED ? NULL : memory;
}

/* ------------------------------------------------------------------- folders */

static void make_folders(struct inside *inside, struct reader *reader)
{
	for (uint32_t i = 0; i < inside->orders->folders; i++) {
		const char *path = take_string(reader, NULL);

		if (!path || inside_make_folder(path) != 0)
			inside_fail(inside->control, INSIDE_FOLDER);
	}
}

static bool write_all(int file, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(file, bytes, length);

		if (written < 0 && errno != EINTR)
			return false;
		bytes += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
	return true;
}

static bool copy_all(int file, int from)
{
	ssize_t copied;

	do
		copied = sendfile(file, from, NULL, INT_MAX);
	while (copied > 0 || (copied < 0 && errno == EINTR));
	return copied == 0;
}

/* Its path and mode are next. */
static int make_file(struct reader *reader)
{
	const char *path = take_string(reader, NULL);
	const char *mode = take_string(reader, NULL);

	return mode ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			   (mode_t)strtoul(mode, NULL, 8))
		    : -1;
}

/* For __TIMESTAMP__, and whoever asks: nothing is to tell when it is judged. */
static bool set_time(int file)
{
	static const struct timespec times[2] = { { INSIDE_BEGINNING, 0 },
						  { INSIDE_BEGINNING, 0 } };

	return futimens(file, times) == 0;
}

static void make_files(struct inside *inside, struct reader *reader)
{
	for (uint32_t i = 0; i < inside->orders->files; i++) {
		size_t length = 0;
		int file = make_file(reader);
		const char *bytes = take_string(reader, &length);

		if (file < 0 || !bytes || !write_all(file, bytes, length) ||
		    !set_time(file) || close(file) != 0)
			inside_fail(inside->control, INSIDE_FILE);
	}
}

/* Takes the descriptors. */
static void make_copies(struct inside *inside, struct reader *reader, const int *copies)
{
	for (uint32_t i = 0; i < inside->orders->copies; i++) {
		int file = make_file(reader);

		if (file < 0 || !copy_all(file, copies[i]) || close(file) != 0)
			inside_fail(inside->control, INSIDE_FILE);
		close(copies[i]);
	}
}

static void tell_places(const struct inside *inside)
{
	static const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	int places[2] = { open(INSIDE_TEMPORARY, flags), open(inside->folder, flags) };

	if (places[0] < 0 || places[1] < 0)
		inside_fail(inside->control, INSIDE_DIRECTORY);
	inside_tell(inside->control, &(struct inside_message){ .word = INSIDE_PLACES },
		    places, 2);
	close(places[0]);
	close(places[1]);
}

/* ------------------------------------------------------------- the new program */

static void set_limits(const struct inside *inside)
{
	for (uint32_t i = 0; i < inside->orders->limits; i++) {
		const struct inside_limit *limit = &inside->limits[i];
		struct rlimit now, wanted = { limit->soft, limit->hard };

		/* What is bounded more closely already stays so. */
		if (getrlimit((__rlimit_resource_t)limit->resource, &now) != 0)
			inside_fail(inside->control, INSIDE_LIMITS);
		if (wanted.rlim_max > now.rlim_max)
			wanted.rlim_max = now.rlim_max;
		if (wanted.rlim_cur > wanted.rlim_max)
			wanted.rlim_cur = wanted.rlim_max;
		if (setrlimit((__rlimit_resource_t)limit->resource, &wanted) != 0)
			inside_fail(inside->control, INSIDE_LIMITS);
	}
}

static int restrict_files(const struct inside *inside)
{
	const char *writable[] = { INSIDE_TEMPORARY, inside->folder, "/dev", NULL };
	int version = inside_landlock(writable, (int)inside->orders->network);

	if (version < 0)
		inside_fail(inside->control, INSIDE_LANDLOCK);
	return version;
}

/* From here on, this process can do no more than the program may. */
static int restrict_calls(const struct inside *inside)
{
	struct sock_fprog program = {
		.len = (unsigned short)inside->orders->filter,
		.filter = inside->filter,
	};
	unsigned long flags =
		inside->orders->tells ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
	long listener;

	if (!inside->orders->filter)
		return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		inside_fail(inside->control, INSIDE_SECCOMP);
	listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
	if (listener < 0)
		inside_fail(inside->control, INSIDE_SECCOMP);
	return flags ? (int)listener : -1;
}

/* The filter lets descriptors be sent by this one alone. It lies where the program's end,
 * and so nothing can be put in its place. */
static int take_teller(const struct inside *inside)
{
	int teller = (int)inside->orders->teller;
	struct rlimit below = { inside->orders->teller, inside->orders->teller };

	if (!teller)
		return inside->control;
	if (fcntl(inside->control, F_DUPFD_CLOEXEC, teller) != teller ||
	    setrlimit(RLIMIT_NOFILE, &below) != 0)
		inside_fail(inside->control, INSIDE_LIMITS);
	return teller;
}

static void become(const struct inside *inside, int failure)
{
	struct inside_message message = { .word = INSIDE_FILTER };
	int listener, teller, reason;

	setsid();
	child_reset_signals();
	child_fix_addresses();
	set_limits(inside);
	teller = take_teller(inside);
	message.landlock = (uint32_t)restrict_files(inside);
	listener = restrict_calls(inside);
	inside_tell(teller, &message, &listener, listener >= 0);
	if (listener >= 0)
		close(listener);
	environ = (char **)inside->variables;
	child_execute((char *const *)inside->arguments, environ);
	reason = errno;
	_exit(write(failure, &reason, sizeof(reason)) == sizeof(reason) ? 127 : 126);
}

/* ------------------------------------------------------------------ process 1 */

/* Returns the program's process id, once it has been started. */
static pid_t start(const struct inside *inside)
{
	int ends[2];
	int reason;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) != 0 || (child = fork()) < 0)
		inside_fail(inside->control, INSIDE_FORK);
	if (child == 0)
		become(inside, ends[1]);
	close(ends[1]);
	if (read(ends[0], &reason, sizeof(reason)) == sizeof(reason)) {
		errno = reason;
		inside_fail(inside->control, INSIDE_EXEC);
	}
	close(ends[0]);
	inside_tell(inside->control, &(struct inside_message){ .word = INSIDE_RUNNING },
		    NULL, 0);
	return child;
}

static uint64_t microseconds(const struct timeval *time)
{
	return (uint64_t)time->tv_sec * 1000000 + (uint64_t)time->tv_usec;
}

/* Asks for the status of all that has come to its end here, orphans among them. */
static void reap(const struct inside *inside, pid_t program)
{
	struct rusage usage;
	int status;
	pid_t ended;

	while ((ended = wait4(-1, &status, WNOHANG, &usage)) > 0) {
		struct inside_message message = {
			.word = INSIDE_ENDED,
			.status = status,
			.processor_time_us = microseconds(&usage.ru_utime) +
					     microseconds(&usage.ru_stime),
			.most_memory_kib = (uint64_t)usage.ru_maxrss,
		};

		if (ended == program)
			inside_tell(inside->control, &message, NULL, 0);
	}
}

/* Until the grader ends the jail, or is itself no more: then nobody else would, as
 * whoever is between us may have died before he could be told to take us along. */
static void watch(const struct inside *inside, int children, pid_t program)
{
	struct pollfd events[] = {
		{ .fd = inside->control, .events = POLLIN },
		{ .fd = children, .events = POLLIN },
	};
	struct signalfd_siginfo child;

	for (;;) {
		reap(inside, program);
		if (poll(events, 2, -1) < 0 && errno != EINTR)
			return;
		if (events[0].revents)
			return;
		if (events[1].revents &&
		    read(children, &child, sizeof(child)) != sizeof(child))
			return;
	}
}

/* A descriptor that tells when a child has ended. */
static int watch_children(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	signal(SIGCHLD, SIG_DFL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC);
}

/* What of the jail comes before the folders in it. */
static void enter_cell(struct inside *inside, struct reader *reader, const int *trees)
{
	const struct inside_cell cell = {
		.orders = inside->orders,
		.places = take_strings(reader, inside->orders->places),
		.kept = take_strings(reader, inside->orders->kept),
		.tree_paths = take_strings(reader, inside->orders->trees),
		.trees = trees,
	};
	int failed;

	if (!cell.places || !cell.kept || !cell.tree_paths)
		inside_fail(inside->control, INSIDE_ORDERS);
	failed = inside_cell(&cell);
	if (failed >= 0)
		inside_fail(inside->control, (enum inside_step)failed);
	free(cell.places);
	free(cell.kept);
	free(cell.tree_paths);
}

static void read_orders(struct inside *inside, int descriptor, const int *trees,
			const int *copies)
{
	size_t size = 0;
	const char *orders = map_orders(descriptor, &size);
	struct reader reader = { orders, orders + size };

	if (!orders)
		inside_fail(inside->control, INSIDE_ORDERS);
	inside->orders = take_bytes(&reader, sizeof(*inside->orders));
	if (inside->orders->magic != INSIDE_MAGIC || inside->orders->size != size) {
		errno = EBADMSG;
		inside_fail(inside->control, INSIDE_ORDERS);
	}
	inside->limits =
		take_bytes(&reader, inside->orders->limits * sizeof(*inside->limits));
	inside->filter = (struct sock_filter *)take_bytes(
		&reader, inside->orders->filter * sizeof(struct sock_filter));
	inside->folder = take_string(&reader, NULL);
	inside->directory = take_string(&reader, NULL);
	if (!inside->directory)
		inside_fail(inside->control, INSIDE_ORDERS);
	enter_cell(inside, &reader, trees);
	make_folders(inside, &reader);
	make_files(inside, &reader);
	make_copies(inside, &reader, copies);
	inside->arguments = take_strings(&reader, inside->orders->arguments);
	inside->variables = take_strings(&reader, inside->orders->variables);
	if (!inside->arguments || !inside->variables)
		inside_fail(inside->control, INSIDE_ORDERS);
}

void inside_live(int control, int orders, const int *trees, const int *copies)
{
	struct inside inside = { .control = control };
	int children;

	umask(022);
	read_orders(&inside, orders, trees, copies);
	if (chdir(inside.directory) != 0)
		inside_fail(control, INSIDE_DIRECTORY);
	tell_places(&inside);
	children = watch_children();
	if (children < 0)
		inside_fail(control, INSIDE_FORK);
	watch(&inside, children, start(&inside));
	_exit(1);
}

int main(int argc, char **argv)
{
	if (argc >= 3 && strcmp(argv[1], INSIDE_PROBE) == 0)
		return inside_probe(argv[2], argv + 3);
	return argc == 2 ? inside_warden((int)strtol(argv[1], NULL, 10)) : 2;
}
