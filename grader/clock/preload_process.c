/*
 * Processes: a forked child begins in its turn. One that is made by vfork or
 * posix_spawn does so when its new program is loaded, since until then it has
 * its parent's memory.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <unistd.h>

/* Of what forks without end, a grader that was killed leaves nothing behind. */
static pid_t begin(pid_t process)
{
	if (!clock_active())
		return process;
	clock_look_after_grader();
	if (process == 0)
		clock_turn();
	return process;
}

REPLACED pid_t fork(void)
{
	return begin(NEXT(fork)());
}

REPLACED pid_t _Fork(void)
{
	return begin(NEXT(_Fork)());
}
