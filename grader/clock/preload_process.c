/*
 * Processes: a forked child begins in its turn. One that is made by vfork or
 * posix_spawn does so when its new program is loaded, since until then it has
 * its parent's memory.
 */
#define _GNU_SOURCE
#include "preload.h"
#include "preload_time.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

/* What is made begins in its turn, and so makes no more before the grader has come to
 * look, as long as there is a slot for it to wait in. */
enum {
	SLOTS_OF_A_STEP = 128, /* more than anybody may have at one time */
	STEP = 1000000,        /* nanoseconds of real time */
	STEPS_IF_FULL = 10000,
};

/* It stays awake meanwhile: no time passes on the clock. */
static void pause_for_real(int64_t nanoseconds)
{
	struct timespec now;
	int64_t until;

	NEXT(clock_gettime)(CLOCK_MONOTONIC, &now);
	until = now.tv_sec * NANOSECONDS + now.tv_nsec + nanoseconds;
	do {
		sched_yield();
		NEXT(clock_gettime)(CLOCK_MONOTONIC, &now);
	} while (now.tv_sec * NANOSECONDS + now.tv_nsec < until);
}

void clock_slow_down(void)
{
	const struct clock_slots *board = clock_active() ? clock_board() : NULL;
	uint32_t used = board ? board_load(&board->used) : 0;

	if (used >= CLOCK_SLOT_COUNT)
		pause_for_real((int64_t)STEP * STEPS_IF_FULL);
	else if (used >= SLOTS_OF_A_STEP)
		pause_for_real((int64_t)STEP * (used / SLOTS_OF_A_STEP));
}

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
	clock_slow_down();
	return begin(NEXT(fork)());
}

REPLACED pid_t _Fork(void)
{
	clock_slow_down();
	return begin(NEXT(_Fork)());
}
