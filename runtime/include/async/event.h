/*
 * An event: something that has happened, or not yet.
 *
 *	struct event ready = Event();                 ready = asyncio.Event()
 *	await (event_wait(&ready));                   await ready.wait()
 *	event_set(&ready);                            ready.set()
 *
 * event_set wakes all who wait, in the order in which they came, even if
 * event_clear follows at once. An event that is set takes no turn of the loop.
 * Zero is an event that is not set.
 */
#ifndef ASYNC_EVENT_H
#define ASYNC_EVENT_H

#include "line.h"

struct event {
	bool is_set;
	struct waiting_line line;
};

#define Event() ((struct event){})

async_declare(void, event_wait, (struct event *, event));
void event_set(struct event *);
void event_clear(struct event *);
bool event_is_set(const struct event *);

#endif
