/*
 * Participants: who stands on the board, and which thread of the tree that is.
 *
 * A participant is a slot or a timer. Both are numbered together, timers behind slots,
 * and are asked the same: who owns it, until when it waits, which came first. What is
 * written on the board is the program's word; that the owner is there, and how old it is,
 * the tree says.
 */
#ifndef COURSE_CLOCK_PARTICIPANTS_H
#define COURSE_CLOCK_PARTICIPANTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clock/board_host.h"
#include "clock/tree_members.h"

#define PARTICIPANT_COUNT (CLOCK_SLOT_COUNT + CLOCK_TIMER_COUNT)
#define NOBODY            PARTICIPANT_COUNT

/* What we know of a slot or timer besides what stands in it. */
struct participant {
	uint32_t owner; /* as it stood there when the thread was looked up */
	size_t thread;  /* index in the tree; valid as long as tree_version holds */
	bool found;
	uint32_t ticket;      /* the wait that `order` was given for */
	uint64_t order;       /* in which this wait was first seen */
	int bell;             /* what it sent: a pipe, or a timerfd; or -1 */
	uint64_t expirations; /* of a timerfd, that were not read when it last went off */
};

struct participants {
	const struct board_host *board;
	struct process_tree *tree;
	uint64_t tree_version; /* for which they were looked up */
	uint64_t next_order;
	struct participant each[PARTICIPANT_COUNT];
};

/* Nobody is known yet; no bell is there. */
void participants_begin(struct participants *all, const struct board_host *board);

/* Closes the bells. */
void participants_end(struct participants *all);

/* From now on they are looked up in this tree. */
void participants_enter(struct participants *all, struct process_tree *tree);

static inline bool participant_is_timer(uint32_t index)
{
	return index >= CLOCK_SLOT_COUNT;
}

/* Of one that is no timer, and of one that is. */
static inline struct clock_slot *participant_slot(const struct participants *all,
						  uint32_t index)
{
	return &all->board->slots->slots[index];
}

static inline struct clock_timer *participant_timer(const struct participants *all,
						    uint32_t index)
{
	return &all->board->slots->timers[index - CLOCK_SLOT_COUNT];
}

/* Of one that was found: its thread, or the first one of its process; and that. */
static inline struct tree_thread *participant_thread(const struct participants *all,
						     uint32_t index)
{
	return &all->tree->threads[all->each[index].thread];
}

static inline struct tree_process *participant_process(const struct participants *all,
						       uint32_t index)
{
	return tree_process_of(all->tree, participant_thread(all, index));
}

/* Takes this descriptor for its bell, in place of the one that it had; -1: none. */
void participant_set_bell(struct participant *participant, int bell);

/* The one after; NOBODY: there is no other. */
uint32_t participants_next(const struct participants *all, uint32_t index);

#define FOR_EACH_PARTICIPANT(all, index)                                                 \
	for (uint32_t index = participants_next(all, UINT32_MAX); index < NOBODY;        \
	     index = participants_next(all, index))

/* Looks for the threads of those that are new, or of all if the tree has changed.
 * `complete`: the tree is completely known, as it is while all are asleep, and who is
 * not found is gone; otherwise somebody may have come up whom we have not seen yet.
 * True: all were found. */
bool participants_look_up(struct participants *all, bool complete);

/* Gives its order to one wait that was not seen yet, and says whose it is; NOBODY: there
 * is none. Of several, the one of the oldest thread: in which order they came is for the
 * kernel's scheduler to say, and so by chance. */
uint32_t participants_number_one(struct participants *all);

/* Its order from now on is behind all others. */
void participants_number_last(struct participants *all, uint32_t index);

/* When it wants to be woken, as one that is in that state (enum clock_state; timers are
 * always SLOT_WAITING): at once, 0; at some time; or CLOCK_NEVER, if it was not found or
 * is in another state. */
int64_t participant_deadline(const struct participants *all, uint32_t index,
			     uint32_t state);

/* Of those in that state, the one whose turn it is, or NOBODY. Who came first goes
 * first, unless his deadline is later by more than some microseconds. */
uint32_t participants_choose(const struct participants *all, uint32_t state);

/* Has the thread with that index in the tree said that it sleeps? */
bool participants_is_announced(const struct participants *all, size_t thread);

/* Is there one who was told to go on, and sleeps all the same? */
bool participants_is_one_due(const struct participants *all);

#endif
