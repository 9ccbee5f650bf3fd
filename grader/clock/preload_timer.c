#define _GNU_SOURCE
#include "preload_timer.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "preload_board.h"

struct clock_timer *timer_find(enum clock_timer_kind kind, int descriptor)
{
	struct clock_slots *board = clock_board();
	uint32_t used = board_load(&board->timers_used);

	for (uint32_t i = 0; i < used && i < CLOCK_TIMER_COUNT; i++) {
		struct clock_timer *timer = &board->timers[i];

		if (board_load(&timer->kind) == kind && timer->descriptor == descriptor &&
		    board_load(&timer->process) == clock_process())
			return timer;
	}
	return NULL;
}

struct clock_timer *timer_claim(void)
{
	struct clock_slots *board = clock_board();

	for (uint32_t i = 0; i < CLOCK_TIMER_COUNT; i++) {
		struct clock_timer *timer = &board->timers[i];
		uint32_t kind = TIMER_FREE;

		if (!__atomic_compare_exchange_n(&timer->kind, &kind, TIMER_CLAIMED,
						 false, __ATOMIC_SEQ_CST,
						 __ATOMIC_SEQ_CST))
			continue;
		*timer = (struct clock_timer){
			.kind = TIMER_CLAIMED,
			.process = clock_process(),
			.ticket = timer->ticket,
			.descriptor = -1,
			.deadline = CLOCK_NEVER,
		};
		clock_raise_used(&board->timers_used, i + 1);
		return timer;
	}
	return NULL;
}

void timer_set(struct clock_timer *timer, int64_t deadline, int64_t interval)
{
	timer->interval = interval;
	board_store(&timer->deadline, deadline);
	__atomic_add_fetch(&timer->ticket, 1, __ATOMIC_SEQ_CST);
	clock_ring();
}

int64_t timer_left(const struct clock_timer *timer)
{
	int64_t deadline = board_load(&timer->deadline);
	int64_t left = deadline - clock_now();

	if (deadline == CLOCK_NEVER)
		return 0;
	return left > 0 ? left : 1;
}

static bool is_timerfd(int file)
{
	char path[32], kind[32];
	ssize_t length;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	length = readlink(path, kind, sizeof(kind) - 1);
	kind[length < 0 ? 0 : length] = '\0';
	return strcmp(kind, "anon_inode:[timerfd]") == 0;
}

/* Its alarm outlives exec, and a timerfd that was left open. */
static bool outlives_exec(const struct clock_timer *timer)
{
	uint32_t kind = board_load(&timer->kind);

	return kind == TIMER_ALARM ||
	       (kind == TIMER_DESCRIPTOR && is_timerfd(timer->descriptor));
}

/* In a new program: the other timers of the one before exec are gone. */
__attribute__((constructor)) static void forget_timers(void)
{
	struct clock_slots *board = clock_active() ? clock_board() : NULL;
	uint32_t used = board ? board_load(&board->timers_used) : 0;

	for (uint32_t i = 0; i < used && i < CLOCK_TIMER_COUNT; i++)
		if (board_load(&board->timers[i].process) == clock_process() &&
		    !outlives_exec(&board->timers[i]))
			board_store(&board->timers[i].kind, TIMER_FREE);
}

struct itimerspec timer_setting(const struct clock_timer *timer)
{
	return (struct itimerspec){
		.it_interval = timespec_of(timer->interval),
		.it_value = timespec_of(timer_left(timer)),
	};
}

int64_t timer_deadline(const struct timespec *value, bool absolute, int64_t origin)
{
	int64_t time = nanoseconds_of(value);

	if (time == 0 || time == CLOCK_NEVER)
		return CLOCK_NEVER;
	if (!absolute)
		return clock_after(time);
	return time > origin ? time - origin : 0;
}
