/*
 * What the runtime itself needs of lines, beyond <async/line.h>.
 */
#ifndef ASYNC_SRC_LINE_H
#define ASYNC_SRC_LINE_H

#include <async/line.h>

/* Suspends the current task at the end of the line until it is woken. Gives
 * NULL, or the CancelledError that came instead: owned by the caller. Afterwards
 * the waiter is out of the line; its future says whether it had been woken
 * before it was cancelled. */
struct exception *line_wait(struct waiting_line *, struct waiter *);

/* Wakes the first that is not awake yet, if there is one. It stays in the line
 * until it runs. */
bool line_wake_first(struct waiting_line *);

/* The same, but takes it out of the line, and those before it. */
bool line_call_first(struct waiting_line *);

/* Is somebody in it who is not cancelled? */
bool line_has_waiters(const struct waiting_line *);

#endif
