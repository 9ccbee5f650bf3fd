/*
 * An event: something that has happened, or not yet.
 *
 *	struct event ready = Event();                 ready = asyncio.Event()
 *	await (event_wait(&ready));                   await ready.wait()
 *	event_set(&ready);                            ready.set()
 *
 * event_set wakes all who wait, in the order in which they came, even if
 * event_clear follows at once. An event that is set takes no turn of the loop.
 * Zero is an event that is not set. It owns nothing, and must stay where it is while
 * somebody waits for it.
 *
 * CPython 3.11's: asyncio.Event.
 */
#ifndef ASYNC_EVENT_H
#define ASYNC_EVENT_H

#include "line.h"

struct event {
	bool is_set;
	struct waiting_line line;
};

#define Event() ((struct event){})

/* Event.wait(): suspends the task until it is set. Raises CancelledError only. */
async_declare(void, event_wait, (struct event *, event));

/* Event.set(), Event.clear(), Event.is_set(): none suspends or raises. Whom set has
 * woken goes on in a later turn. */
void event_set(struct event *);
void event_clear(struct event *);
bool event_is_set(const struct event *);

#endif
