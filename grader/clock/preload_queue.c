/*
 * Message queues, and System V's semaphores, with a time limit.
 *
 * A message queue is a descriptor, so it can be waited for as one. Semaphores of
 * System V are the kernel's own: they are tried again and again.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <mqueue.h>
#include <poll.h>
#include <sys/ipc.h>
#include <sys/sem.h>

/* ------------------------------------------------------------ message queues */

/* With this limit, a call that would wait fails at once. */
static const struct timespec long_ago;

/* Waits for room or for a message, after a call that failed for want of it. False: it
 * has not come; errno says why. */
static bool wait_for_queue(mqd_t queue, short events, const struct timespec *until)
{
	struct pollfd descriptor = { .fd = queue, .events = events };
	int64_t deadline, left;
	struct timespec time;
	int found;

	if (errno != ETIMEDOUT)
		return false;
	if (!timespec_is_valid(until)) {
		errno = EINVAL;
		return false;
	}
	clock_deadline(CLOCK_REALTIME, until, &deadline);
	left = deadline - clock_now();
	if (left <= 0)
		return false;
	time = timespec_of(left);
	found = ppoll(&descriptor, 1, deadline == CLOCK_NEVER ? NULL : &time, NULL);
	if (found == 0)
		errno = ETIMEDOUT;
	return found > 0;
}

REPLACED ssize_t mq_timedreceive(mqd_t queue, char *restrict message, size_t length,
				 unsigned *restrict priority,
				 const struct timespec *restrict until)
{
	ssize_t received;

	if (!clock_active())
		return NEXT(mq_timedreceive)(queue, message, length, priority, until);
	do
		received = NEXT(mq_timedreceive)(queue, message, length, priority,
						 &long_ago);
	while (received < 0 && wait_for_queue(queue, POLLIN, until));
	return received;
}

REPLACED int mq_timedsend(mqd_t queue, const char *message, size_t length,
			  unsigned priority, const struct timespec *until)
{
	int failed;

	if (!clock_active())
		return NEXT(mq_timedsend)(queue, message, length, priority, until);
	do
		failed = NEXT(mq_timedsend)(queue, message, length, priority, &long_ago);
	while (failed && wait_for_queue(queue, POLLOUT, until));
	return failed;
}

/* ------------------------------------------------------- System V's semaphores */

struct operation {
	int set;
	struct sembuf *parts;
	size_t count;
	int result;
};

static bool operate_for(struct operation *operation, long nanoseconds)
{
	struct timespec longest = { .tv_nsec = nanoseconds };

	operation->result = NEXT(semtimedop)(operation->set, operation->parts,
					     operation->count, &longest);
	return operation->result == 0 || errno != EAGAIN;
}

static bool operate_for_a_while(void *operation)
{
	return operate_for(operation, 1000000);
}

static bool may_wait(const struct operation *operation)
{
	for (size_t i = 0; i < operation->count; i++)
		if (operation->parts[i].sem_flg & IPC_NOWAIT)
			return false;
	return true;
}

REPLACED int semtimedop(int set, struct sembuf *parts, size_t count,
			const struct timespec *timeout)
{
	struct operation operation = { .set = set, .parts = parts, .count = count };
	int64_t deadline;

	if (!clock_active() || !timeout || !timespec_is_valid(timeout))
		return NEXT(semtimedop)(set, parts, count, timeout);
	if (operate_for(&operation, 0) || !may_wait(&operation))
		return operation.result;
	deadline = clock_after(nanoseconds_of(timeout));
	if (deadline > clock_now() &&
	    clock_try_until(operate_for_a_while, &operation, deadline) == WAIT_TIME)
		errno = EAGAIN;
	return operation.result;
}
