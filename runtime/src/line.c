#include "line.h"

#include "task.h"

static void append(struct waiting_line *line, struct waiter *waiter)
{
	waiter->next = NULL;
	waiter->previous = line->last;
	if (line->last)
		line->last->next = waiter;
	else
		line->first = waiter;
	line->last = waiter;
}

/* One that was taken out by line_call_first has no neighbours. */
static void take_out(struct waiting_line *line, struct waiter *waiter)
{
	if (waiter->previous)
		waiter->previous->next = waiter->next;
	else if (line->first == waiter)
		line->first = waiter->next;
	if (waiter->next)
		waiter->next->previous = waiter->previous;
	else if (line->last == waiter)
		line->last = waiter->previous;
	waiter->next = waiter->previous = NULL;
}

struct exception *line_wait(struct waiting_line *line, struct waiter *waiter)
{
	struct exception *cancelled;

	future_init(&waiter->woken);
	waiter->woken.in_line = true;
	append(line, waiter);
	cancelled = future_wait_caught(&waiter->woken);
	take_out(line, waiter);
	return cancelled;
}

bool line_wake_first(struct waiting_line *line)
{
	for (struct waiter *at = line->first; at; at = at->next) {
		if (at->woken.state != FUTURE_PENDING)
			continue;
		future_set_result(&at->woken);
		return true;
	}
	return false;
}

bool line_call_first(struct waiting_line *line)
{
	struct waiter *first;

	while ((first = line->first) != NULL) {
		take_out(line, first);
		if (first->woken.state != FUTURE_PENDING)
			continue;
		future_set_result(&first->woken);
		return true;
	}
	return false;
}

bool line_has_waiters(const struct waiting_line *line)
{
	for (const struct waiter *at = line->first; at; at = at->next)
		if (at->woken.state != FUTURE_CANCELLED)
			return true;
	return false;
}
