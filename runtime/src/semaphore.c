#include <async/semaphore.h>

#include "exception.h"
#include "line.h"
#include "trace.h"

struct semaphore semaphore_(int value, int bound)
{
	if (value < 0)
		raise (ValueError, "Semaphore initial value must be >= 0");
	return (struct semaphore){ .value = value, .bound = bound };
}

bool semaphore_locked(const struct semaphore *semaphore)
{
	return semaphore->value == 0 || line_has_waiters(&semaphore->line);
}

/* The one that is woken has entered: it is counted here. */
static void wake_next(struct semaphore *semaphore)
{
	if (line_wake_first(&semaphore->line))
		semaphore->value--;
}

static void acquire(struct semaphore *semaphore)
{
	struct waiter waiter;
	struct exception *cancelled;

	if (!semaphore_locked(semaphore)) {
		semaphore->value--;
		TRACE_THING(TRACE_HOLD, "semaphore", semaphore);
		return;
	}
	TRACE_THING(TRACE_WAIT, "semaphore", semaphore);
	cancelled = line_wait(&semaphore->line, &waiter);
	if (cancelled) {
		if (waiter.woken.state != FUTURE_CANCELLED) {
			semaphore->value++;
			wake_next(semaphore);
		}
		exception_pass_on(cancelled);
	}
	TRACE_THING(TRACE_HOLD, "semaphore", semaphore);
	if (semaphore->value > 0)
		wake_next(semaphore);
}

async_define (void, semaphore_acquire, (struct semaphore *, semaphore))
{
	acquire(semaphore);
}

void semaphore_release(struct semaphore *semaphore)
{
	if (semaphore->bound && semaphore->value >= semaphore->bound)
		raise (ValueError, "BoundedSemaphore released too many times");
	semaphore->value++;
	TRACE_THING(TRACE_LET_GO, "semaphore", semaphore);
	wake_next(semaphore);
}

async_define (void, semaphore_held_aenter, (struct semaphore *, semaphore))
{
	acquire(semaphore);
}

async_define (bool, semaphore_held_aexit, (struct semaphore *, semaphore),
	     (struct exception *, exception))
{
	semaphore_release(semaphore);
	return false;
}
