#include "clock/participants.h"

#include <unistd.h>

/* Deadlines this close together are one moment, as they are to Linux with its
 * timer slack. A nanosecond that it took to read the clock is not to decide who
 * comes first. */
#define SLACK 50000

void participants_begin(struct participants *all, const struct board_host *board)
{
	all->board = board;
	for (uint32_t i = 0; i < PARTICIPANT_COUNT; i++)
		all->each[i].bell = -1;
}

void participants_end(struct participants *all)
{
	for (uint32_t i = 0; i < PARTICIPANT_COUNT; i++)
		participant_set_bell(&all->each[i], -1);
}

void participants_enter(struct participants *all, struct process_tree *tree)
{
	all->tree = tree;
	all->tree_version = tree->version - 1;
}

void participant_set_bell(struct participant *participant, int bell)
{
	if (participant->bell >= 0)
		close(participant->bell);
	participant->bell = bell;
}

/* The board says how many there are, and is not trusted. */
uint32_t participants_next(const struct participants *all, uint32_t index)
{
	uint32_t slots = board_load(&all->board->slots->used);
	uint32_t timers = board_load(&all->board->slots->timers_used);

	index++;
	if (index < CLOCK_SLOT_COUNT && index >= slots)
		index = CLOCK_SLOT_COUNT;
	if (participant_is_timer(index) && index - CLOCK_SLOT_COUNT >= timers)
		index = NOBODY;
	return index < NOBODY ? index : NOBODY;
}

static uint32_t owner_of(const struct participants *all, uint32_t index)
{
	const struct clock_timer *timer;

	if (!participant_is_timer(index))
		return board_load(&participant_slot(all, index)->owner);
	timer = participant_timer(all, index);
	return board_load(&timer->kind) == TIMER_FREE ? 0 : board_load(&timer->process);
}

static uint32_t ticket_of(const struct participants *all, uint32_t index)
{
	return participant_is_timer(index)
		       ? board_load(&participant_timer(all, index)->ticket)
		       : board_load(&participant_slot(all, index)->ticket);
}

static uint32_t state_of(const struct participants *all, uint32_t index)
{
	return board_load(&participant_slot(all, index)->state);
}

/* ----------------------------------------------------------------- looking up */

/* Its thread, or process, is gone. */
static void release(struct participants *all, uint32_t index)
{
	participant_set_bell(&all->each[index], -1);
	if (participant_is_timer(index)) {
		board_store(&participant_timer(all, index)->kind, TIMER_FREE);
		return;
	}
	board_store(&participant_slot(all, index)->state, SLOT_RUNNING);
	board_store(&participant_slot(all, index)->owner, 0);
}

static void look_up(struct participants *all, uint32_t index, bool complete)
{
	struct participant *participant = &all->each[index];
	uint32_t owner = owner_of(all, index);
	struct tree_thread *thread = owner ? tree_find(all->tree, owner) : NULL;

	participant->owner = owner;
	participant->found = thread;
	if (thread) {
		participant->thread = (size_t)(thread - all->tree->threads);
		tree_process_of(all->tree, thread)->reached = true;
	} else {
		if (owner && complete)
			release(all, index);
		participant->owner = 0;
	}
}

bool participants_look_up(struct participants *all, bool complete)
{
	bool again = all->tree_version != all->tree->version;
	bool all_found = true;

	FOR_EACH_PARTICIPANT (all, i) {
		if (again || all->each[i].owner != owner_of(all, i))
			look_up(all, i, complete);
		all_found &= all->each[i].found || !owner_of(all, i);
	}
	all->tree_version = all->tree->version;
	return all_found;
}

bool participants_is_announced(const struct participants *all, size_t thread)
{
	FOR_EACH_PARTICIPANT (all, i)
		if (!participant_is_timer(i) && all->each[i].found &&
		    all->each[i].thread == thread && state_of(all, i) != SLOT_RUNNING)
			return true;
	return false;
}

bool participants_is_one_due(const struct participants *all)
{
	FOR_EACH_PARTICIPANT (all, i)
		if (!participant_is_timer(i) && all->each[i].found &&
		    state_of(all, i) == SLOT_GRANTED &&
		    participant_thread(all, i)->state == 'S')
			return true;
	return false;
}

/* ---------------------------------------------------------------------- order */

/* The oldest thread with a wait that was not seen yet. */
static uint32_t find_new_wait(const struct participants *all)
{
	uint32_t oldest = NOBODY;

	FOR_EACH_PARTICIPANT (all, i) {
		if (!all->each[i].found || all->each[i].ticket == ticket_of(all, i))
			continue;
		if (oldest == NOBODY || participant_thread(all, i)->order <
						participant_thread(all, oldest)->order)
			oldest = i;
	}
	return oldest;
}

uint32_t participants_number_one(struct participants *all)
{
	uint32_t index = find_new_wait(all);

	if (index == NOBODY)
		return NOBODY;
	all->each[index].ticket = ticket_of(all, index);
	participants_number_last(all, index);
	return index;
}

void participants_number_last(struct participants *all, uint32_t index)
{
	all->each[index].order = all->next_order++;
}

int64_t participant_deadline(const struct participants *all, uint32_t index,
			     uint32_t state)
{
	int64_t deadline;

	if (!all->each[index].found)
		return CLOCK_NEVER;
	if (participant_is_timer(index)) {
		const struct clock_timer *timer = participant_timer(all, index);

		if (state != SLOT_WAITING || board_load(&timer->kind) <= TIMER_CLAIMED)
			return CLOCK_NEVER;
		deadline = board_load(&timer->deadline);
	} else {
		if (state_of(all, index) != state)
			return CLOCK_NEVER;
		deadline = state == SLOT_READY
				   ? 0
				   : board_load(&participant_slot(all, index)->deadline);
	}
	return deadline < 0 ? 0 : deadline;
}

uint32_t participants_choose(const struct participants *all, uint32_t state)
{
	uint32_t best = NOBODY;
	int64_t earliest = CLOCK_NEVER;

	FOR_EACH_PARTICIPANT (all, i) {
		int64_t deadline = participant_deadline(all, i, state);

		earliest = deadline < earliest ? deadline : earliest;
	}
	if (earliest == CLOCK_NEVER)
		return NOBODY;
	FOR_EACH_PARTICIPANT (all, i) {
		int64_t deadline = participant_deadline(all, i, state);

		if (deadline != CLOCK_NEVER && deadline - earliest <= SLACK &&
		    (best == NOBODY || all->each[i].order < all->each[best].order))
			best = i;
	}
	return best;
}
