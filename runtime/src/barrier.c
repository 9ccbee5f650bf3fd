#include <async/barrier.h>

#include <async.h> /* async_with wants to know all that may stand in it */

#include "trace.h"

const struct exception_type BrokenBarrierError[1] = { { .name = "BrokenBarrierError",
							.base = RuntimeError } };

struct barrier barrier_(int parties)
{
	if (parties < 1)
		raise (ValueError, "parties must be > 0");
	return (struct barrier){ .parties = parties };
}

int barrier_waiting(const struct barrier *barrier)
{
	return barrier->state == BARRIER_FILLING ? barrier->count : 0;
}

bool barrier_broken(const struct barrier *barrier)
{
	return barrier->state == BARRIER_BROKEN;
}

/* ---- inside, with the lock held ---- */

static bool is_open(void *barrier)
{
	enum barrier_state state = ((struct barrier *)barrier)->state;

	return state != BARRIER_DRAINING && state != BARRIER_RESETTING;
}

static bool is_released(void *barrier)
{
	return ((struct barrier *)barrier)->state != BARRIER_FILLING;
}

async (void, wait_until_open, (struct barrier *, barrier))
{
	await (condition_wait_for(&barrier->changed, is_open, barrier));
	if (barrier->state == BARRIER_BROKEN)
		raise (BrokenBarrierError, "Barrier aborted");
}

static void change(struct barrier *barrier, enum barrier_state state)
{
	barrier->state = state;
	condition_notify_all(&barrier->changed);
}

async (void, wait_for_others, (struct barrier *, barrier))
{
	TRACE_THING(TRACE_WAIT, "barrier", barrier);
	await (condition_wait_for(&barrier->changed, is_released, barrier));
	if (barrier->state != BARRIER_DRAINING)
		raise (BrokenBarrierError, "Abort or reset of barrier");
}

/* The last one opens it for those who come next. */
static void leave(struct barrier *barrier)
{
	if (--barrier->count == 0)
		change(barrier, barrier->state == BARRIER_BROKEN ? BARRIER_BROKEN
								 : BARRIER_FILLING);
}

async (int, pass, (struct barrier *, barrier))
{
	int position;

	await (wait_until_open(barrier));
	position = barrier->count++;
	try {
		if (position + 1 == barrier->parties)
			change(barrier, BARRIER_DRAINING);
		else
			await (wait_for_others(barrier));
	} finally {
		leave(barrier);
	} end_try
	return position;
}

/* ---- */

async_define (int, barrier_wait, (struct barrier *, barrier))
{
	async_with (&barrier->changed) {
		return await (pass(barrier));
	} end_with
	__builtin_unreachable();
}

async_define (void, barrier_reset, (struct barrier *, barrier))
{
	async_with (&barrier->changed) {
		change(barrier, barrier->count > 0 ? BARRIER_RESETTING : BARRIER_FILLING);
	} end_with
}

async_define (void, barrier_abort, (struct barrier *, barrier))
{
	async_with (&barrier->changed) {
		change(barrier, BARRIER_BROKEN);
	} end_with
}

async_define (int, barrier_passing_aenter, (struct barrier *, barrier))
{
	return await (barrier_wait(barrier));
}

async_define (void, barrier_passing_aexit, (struct barrier *, barrier),
	     (struct exception *, exception))
{
}
