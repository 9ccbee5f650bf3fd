#include <async/event.h>

#include "exception.h"
#include "line.h"
#include "trace.h"

async_define (void, event_wait, (struct event *, event))
{
	struct waiter waiter;
	struct exception *cancelled;

	if (event->is_set)
		return;
	TRACE_THING(TRACE_WAIT, "event", event);
	cancelled = line_wait(&event->line, &waiter);
	if (cancelled)
		exception_pass_on(cancelled);
}

void event_set(struct event *event)
{
	if (event->is_set)
		return;
	event->is_set = true;
	for (struct waiter *at = event->line.first; at; at = at->next)
		future_set_result(&at->woken);
}

void event_clear(struct event *event)
{
	event->is_set = false;
}

bool event_is_set(const struct event *event)
{
	return event->is_set;
}
