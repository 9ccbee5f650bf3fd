/*
 * A barrier: so many tasks wait until all of them are there, again and again.
 *
 *	struct barrier start = Barrier(3);            start = asyncio.Barrier(3)
 *
 *	int position = await (barrier_wait(&start));  position = await start.wait()
 *
 *	async_with (position, &start) {               async with start as position:
 *		if (position == 0)                            if position == 0:
 *			puts("the first of us");                      print("the first of us")
 *	} end_with
 *
 * The last one that comes lets all of them go on. Who comes while these are still
 * leaving waits until they have. It owns nothing, and must stay where it is while
 * somebody waits.
 *
 * CPython 3.11's: asyncio.Barrier.
 */
#ifndef ASYNC_BARRIER_H
#define ASYNC_BARRIER_H

#include "condition.h"

/* A RuntimeError: the barrier was aborted, or reset, while somebody waited. */
extern const struct exception_type BrokenBarrierError[1];

enum barrier_state {
	BARRIER_FILLING,
	BARRIER_DRAINING,
	BARRIER_RESETTING,
	BARRIER_BROKEN,
};

struct barrier {
	int parties;
	int count; /* of tasks in it */
	enum barrier_state state;
	struct condition changed;
};

/* Raises ValueError unless there is a party. */
#define Barrier(parties) barrier_(parties)
struct barrier barrier_(int parties);

/* Barrier.wait(): suspends until so many tasks wait; gives how many were there before,
 * another number for each. Raises BrokenBarrierError if it is broken, or becomes so. */
async_declare(int, barrier_wait, (struct barrier *, barrier));

/* Barrier.reset(): empty again; who waits gets a BrokenBarrierError. Barrier.abort():
 * the same, and for all who come, until it is reset. Both take its lock, and so may
 * suspend. */
async_declare(void, barrier_reset, (struct barrier *, barrier));
async_declare(void, barrier_abort, (struct barrier *, barrier));

/* Barrier.n_waiting, Barrier.broken */
int barrier_waiting(const struct barrier *);
bool barrier_broken(const struct barrier *);

/* What async_with makes of a struct barrier *. */
async_declare(int, barrier_passing_aenter, (struct barrier *, barrier));
async_declare(void, barrier_passing_aexit, (struct barrier *, barrier),
	      (struct exception *, exception));
async_context_manager (barrier_passing, struct barrier *);

#endif
