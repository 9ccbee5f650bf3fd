/*
 * Processes: a forked child begins in its turn. One that is made by vfork or
 * posix_spawn does so when its new program is loaded, since until then it has
 * its parent's memory.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <unistd.h>

REPLACED pid_t fork(void)
{
	pid_t process = NEXT(fork)();

	if (process == 0 && clock_active())
		clock_turn();
	return process;
}

REPLACED pid_t _Fork(void)
{
	pid_t process = NEXT(_Fork)();

	if (process == 0 && clock_active())
		clock_turn();
	return process;
}
