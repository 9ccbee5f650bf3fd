#include "clock/coordinator.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock/blocking_calls.h"
#include "clock/board_host.h"
#include "clock/channel.h"
#include "clock/machine_time.h"
#include "clock/participants.h"
#include "clock/quiescence.h"
#include "clock/thread_wait.h"
#include "clock/tree_usage.h"
#include "clock/waking.h"
#include "text/memory.h"
#include "text/text.h"

/* A program that waits for its child without sleeping gets its child run after
 * that much processor time, in ticks. Not after real time: on a busy machine that
 * would be a matter of chance. */
#define TICKS_WITHOUT_SLEEP 10

/* How long it may take one who looks by himself to see that he may go on. */
#define LONGEST_NOTICE 50000000

/* A call with a limit of no time at all may sleep for an instant, too, until the kernel
 * has seen that it is over. Who sleeps for so long by the machine's clock, or so often
 * while ours stands still, really waits by it. */
#define LEAST_REAL_WAIT  2000000
#define MOST_SHORT_WAITS 50

/* How long it may take a program to be loaded, on a clock that flows. */
#define LONGEST_START NANOSECONDS_PER_SECOND

/* Who was seen asleep by the machine's clock. */
struct sleeper {
	pid_t thread;
	unsigned long long runs; /* how often it had been put on a processor */
	nanoseconds since;       /* real */
	nanoseconds moved_at;    /* as the coordinator's */
	int waits;               /* since then */
};

struct coordinator {
	struct coordinator_request request;
	struct board_host board;
	struct process_tree *tree;
	uint64_t advances;
	nanoseconds now; /* as long as it does not flow */
	/* Real: when the last one was woken, or time began to flow. */
	nanoseconds moved_at;
	bool flows;
	bool is_starting; /* it will flow as soon as the program has begun */
	double speed;
	bool network_is_watched;
	bool somebody_is_kept;    /* from his turn, by one who is awake, since: */
	unsigned long kept_since; /* in ticks of the tree's processor time */
	bool time_is_real;
	struct sleeper sleeper;
	char *unreached;
	struct blocking_calls calls;
	struct participants participants;
};

struct coordinator *coordinator_new(const struct coordinator_request *request,
				    char **error)
{
	struct coordinator *clock = memory_new(1, sizeof(*clock));

	clock->request = *request;
	participants_begin(&clock->participants, &clock->board);
	if (!board_open(&clock->board)) {
		text_error(error, "cannot make the clock: %s", strerror(errno));
		coordinator_free(clock);
		return NULL;
	}
	board_fill_page(&clock->board, request->mode == CLOCK_REAL, request->outputs);
	return clock;
}

void coordinator_free(struct coordinator *clock)
{
	if (!clock)
		return;
	board_close(&clock->board);
	participants_end(&clock->participants);
	blocking_calls_free(&clock->calls);
	free(clock->unreached);
	free(clock);
}

int coordinator_descriptor(const struct coordinator *clock, enum clock_descriptor which)
{
	return which == CLOCK_DESCRIPTORS ? clock->board.channel
					  : clock->board.descriptors[which];
}

char *coordinator_variable(const struct coordinator *clock, int first)
{
	return text_format(CLOCK_VARIABLE "=" CLOCK_VARIABLE_FORMAT, first, (int)getpid(),
			   clock->board.descriptors[CLOCK_PAGE],
			   clock->board.descriptors[CLOCK_SLOTS]);
}

/* --------------------------------------------------------------------- time */

static void flow(struct coordinator *clock, double speed)
{
	clock->is_starting = false;
	clock->flows = true;
	clock->speed = speed;
	board_publish(&clock->board, clock->now, clock->moved_at, speed);
}

void coordinator_begin(struct coordinator *clock, struct process_tree *tree,
		       nanoseconds launched)
{
	clock->tree = tree;
	participants_enter(&clock->participants, tree);
	clock->moved_at = launched;
	clock->speed = clock->request.mode == CLOCK_SCALED ? clock->request.speed : 1;
	clock->is_starting = clock->request.mode != CLOCK_VIRTUAL;
}

void coordinator_has_begun(struct coordinator *clock)
{
	if (clock->is_starting)
		flow(clock, clock->speed);
}

nanoseconds coordinator_now(const struct coordinator *clock)
{
	if (!clock->flows && !clock->is_starting)
		return clock->now;
	return clock->now +
	       (nanoseconds)((double)(machine_time() - clock->moved_at) * clock->speed);
}

bool coordinator_is_real(const struct coordinator *clock)
{
	return clock->time_is_real;
}

/* -------------------------------------------------------------------- waits */

static bool is_waiting(const struct participants *all, uint32_t index)
{
	return !participant_is_timer(index) &&
	       board_load(&participant_slot(all, index)->state) == SLOT_WAITING;
}

static void number_waits(struct coordinator *clock)
{
	struct participants *all = &clock->participants;
	uint32_t index;

	/* No more often than there are waits: somebody may be writing all the time. */
	for (int i = 0; i < PARTICIPANT_COUNT; i++) {
		index = participants_number_one(all);
		if (index == NOBODY)
			return;
		if (is_waiting(all, index))
			blocking_calls_keep(&clock->calls, all, index,
					    coordinator_now(clock));
	}
}

static bool wake(struct coordinator *clock, uint32_t index)
{
	struct participants *all = &clock->participants;

	if (!clock->flows)
		clock->moved_at = machine_time();
	return participant_is_timer(index) ? waking_fire(all, index)
					   : waking_grant(all, index, SLOT_WAITING);
}

void coordinator_receive(struct coordinator *clock)
{
	channel_receive(&clock->participants);
}

static void advance(struct coordinator *clock, nanoseconds to)
{
	if (to <= clock->now)
		return;
	clock->now = to;
	clock->advances++;
	board_publish(&clock->board, to, 0, 0);
}

/* --------------------------------------------------------------- unreachable */

static void find_unreached(struct coordinator *clock, const struct tree_thread *thread)
{
	pid_t process = clock->tree->processes[thread->process].id;

	clock->time_is_real = true;
	if (!clock->unreached)
		clock->unreached = tree_program(process);
	flow(clock, 1);
}

/* Not only for an instant. Where it is not certain yet, somebody counts as awake. */
static bool waits_really(struct coordinator *clock, const struct tree_thread *thread)
{
	struct sleeper *sleeper = &clock->sleeper;
	unsigned long long runs = tree_runs_of(clock->tree, thread);

	if (sleeper->moved_at != clock->moved_at)
		*sleeper = (struct sleeper){ .moved_at = clock->moved_at };
	if (sleeper->thread != thread->id || sleeper->runs != runs) {
		sleeper->thread = thread->id;
		sleeper->runs = runs;
		sleeper->since = machine_time();
		sleeper->waits++;
	}
	return sleeper->waits > MOST_SHORT_WAITS ||
	       machine_time() - sleeper->since >= LEAST_REAL_WAIT;
}

/* Threads that sleep without having said so: in a read, or for a child, as a
 * rule. One that sleeps by the machine's clock makes all time real. False: not
 * all are asleep in our sense. */
static bool check_unannounced(struct coordinator *clock)
{
	for (size_t i = 0; i < clock->tree->thread_count; i++) {
		struct tree_thread *thread = &clock->tree->threads[i];

		if (participants_is_announced(&clock->participants, i))
			continue;
		switch (tree_wait_of(clock->tree, thread)) {
		case WAIT_STARTING:
		case WAIT_OVER: return false;
		case WAIT_TIMED:
			if (waits_really(clock, thread))
				find_unreached(clock, thread);
			return false;
		case WAIT_UNKNOWN:
			if (clock->tree->processes[thread->process].reached)
				break;
			find_unreached(clock, thread);
			return false;
		case WAIT_UNTIMED: break;
		}
	}
	return true;
}

/* -------------------------------------------------------------------- steps */

/* Somebody has been awake for long while another waits for his turn: now they
 * run side by side. */
static void help_who_spins(struct coordinator *clock)
{
	unsigned long ticks = tree_ticks(clock->tree);
	uint32_t ready;

	participants_look_up(&clock->participants, false);
	ready = participants_choose(&clock->participants, SLOT_READY);
	if (ready == NOBODY || !clock->somebody_is_kept) {
		clock->somebody_is_kept = ready != NOBODY;
		clock->kept_since = ticks;
	} else if (ticks >= clock->kept_since + TICKS_WITHOUT_SLEEP) {
		waking_grant(&clock->participants, ready, SLOT_READY);
		clock->somebody_is_kept = false;
	}
}

/* Somebody was told to go on and has not noticed yet: he sleeps in something that
 * only he can end, and looks now and then. One who never looks again has left
 * his wait by a jump out of a signal handler. */
static bool is_somebody_due(struct coordinator *clock)
{
	if (machine_time() - clock->moved_at > LONGEST_NOTICE)
		return false;
	return participants_is_one_due(&clock->participants);
}

/* All are asleep and all is read, and the board is up to date. */
static bool is_quiet(struct coordinator *clock)
{
	do {
		if (!tree_is_asleep(clock->tree)) {
			help_who_spins(clock);
			return false;
		}
	} while (clock->request.drain(clock->request.context));
	clock->somebody_is_kept = false;
	if (board_load(&clock->board.slots->network) && !clock->network_is_watched) {
		clock->network_is_watched = true;
		tree_watch_network(clock->tree);
		return false;
	}
	participants_look_up(&clock->participants, true);
	if (is_somebody_due(clock))
		return false;
	number_waits(clock);
	return check_unannounced(clock);
}

/* The library holds the program back before its first instruction, and time flows from
 * the moment when it is let go on. If that does not come soon, or others come before,
 * the program is not reached: then from when it was launched. */
static enum coordinator_step step_starting(struct coordinator *clock)
{
	uint32_t ready;

	tree_look(clock->tree);
	participants_look_up(&clock->participants, false);
	ready = participants_choose(&clock->participants, SLOT_READY);
	if (ready == NOBODY && machine_time() - clock->moved_at < LONGEST_START)
		return STEP_BUSY;
	if (ready != NOBODY &&
	    participant_thread(&clock->participants, ready)->id == clock->tree->root)
		clock->moved_at = machine_time();
	coordinator_has_begun(clock);
	return STEP_FLOWS;
}

static enum coordinator_step step_flowing(struct coordinator *clock)
{
	struct participants *all = &clock->participants;
	nanoseconds now = coordinator_now(clock);

	tree_look(clock->tree);
	if (!participants_look_up(all, false)) {
		/* Who was there before this look is seen by it. */
		tree_look(clock->tree);
		participants_look_up(all, true);
	}
	number_waits(clock);
	FOR_EACH_PARTICIPANT (all, i) {
		if (participant_deadline(all, i, SLOT_READY) != CLOCK_NEVER)
			waking_grant(all, i, SLOT_READY);
		else if (participant_deadline(all, i, SLOT_WAITING) <= now)
			wake(clock, i);
	}
	return now >= clock->request.limit ? STEP_LIMIT : STEP_FLOWS;
}

nanoseconds coordinator_next(struct coordinator *clock)
{
	uint32_t next = participants_choose(&clock->participants, SLOT_WAITING);
	nanoseconds left;

	if (next == NOBODY)
		return CLOCK_NEVER;
	left = participant_deadline(&clock->participants, next, SLOT_WAITING);
	if (left == CLOCK_NEVER)
		return 0;
	left -= coordinator_now(clock);
	return left <= 0 ? 0 : (nanoseconds)((double)left / clock->speed) + 1;
}

enum coordinator_step coordinator_settle(struct coordinator *clock)
{
	uint32_t next;

	if (clock->flows || clock->is_starting)
		return STEP_IDLE;
	if (!is_quiet(clock))
		return STEP_BUSY;
	next = participants_choose(&clock->participants, SLOT_READY);
	if (next == NOBODY)
		return STEP_IDLE;
	clock->moved_at = machine_time();
	return waking_grant(&clock->participants, next, SLOT_READY) ? STEP_MOVED
								    : STEP_BUSY;
}

/* Who sleeps by the machine's clock wakes by himself: since all were seen asleep he may
 * have gone on, and be taken for one who waits for ever. So it is looked at once more,
 * and nobody has run meanwhile. */
static bool is_quiet_for_ever(struct coordinator *clock)
{
	unsigned long long runs = tree_runs(clock->tree);

	return is_quiet(clock) &&
	       participants_choose(&clock->participants, SLOT_READY) == NOBODY &&
	       participants_choose(&clock->participants, SLOT_WAITING) == NOBODY &&
	       tree_runs(clock->tree) == runs;
}

enum coordinator_step coordinator_step(struct coordinator *clock)
{
	enum coordinator_step settled;
	uint32_t next;
	int64_t deadline;

	if (clock->is_starting && step_starting(clock) == STEP_BUSY)
		return STEP_BUSY;
	if (clock->flows)
		return step_flowing(clock);
	settled = coordinator_settle(clock);
	if (settled != STEP_IDLE)
		return settled;
	if (clock->tree->thread_count == 0)
		return STEP_BUSY;
	next = participants_choose(&clock->participants, SLOT_WAITING);
	if (next == NOBODY && clock->request.woken_from_outside)
		return STEP_IDLE;
	if (next == NOBODY)
		return is_quiet_for_ever(clock) ? STEP_DEADLOCK : STEP_BUSY;
	deadline = participant_deadline(&clock->participants, next, SLOT_WAITING);
	if (deadline == CLOCK_NEVER) /* it has changed its mind: somebody is awake */
		return STEP_BUSY;
	if (deadline > clock->request.limit) {
		advance(clock, clock->request.limit);
		return STEP_LIMIT;
	}
	advance(clock, deadline);
	return wake(clock, next) ? STEP_MOVED : STEP_BUSY;
}

void coordinator_report(struct coordinator *clock, struct program_result *result)
{
	result->ended_at = coordinator_now(clock);
	result->clock_start = clock->request.mode == CLOCK_REAL ? clock->moved_at
								: CLOCK_MONOTONIC_START;
	result->flows_since = clock->moved_at;
	result->advances = clock->advances;
	result->time_is_real = clock->time_is_real;
	result->unreached = clock->unreached;
	result->blocking_calls = clock->calls.list;
	result->blocking_call_count = clock->calls.count;
	clock->unreached = NULL;
	clock->calls = (struct blocking_calls){ 0 };
}
