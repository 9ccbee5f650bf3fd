#include <async/condition.h>

#include <limits.h>

#include "exception.h"
#include "line.h"
#include "trace.h"

static struct lock *lock_of(struct condition *condition)
{
	return condition->lock ? condition->lock : &condition->own;
}

static void acquire(void *lock)
{
	struct lock_acquire_coroutine acquiring = lock_acquire(lock);

	acquiring.run(coroutine_current, &acquiring);
}

/* Whatever comes, the lock is taken again. Gives the CancelledError that came
 * meanwhile, owned, or NULL. */
static struct exception *acquire_again(struct lock *lock)
{
	struct exception *last = NULL, *cancelled;

	while ((cancelled = exception_caught(acquire, lock)) != NULL) {
		exception_release(last);
		last = cancelled;
	}
	return last;
}

static void wait(struct condition *condition)
{
	struct lock *lock = lock_of(condition);
	struct waiter waiter;
	struct exception *cancelled, *later;

	if (!lock->is_locked)
		raise (RuntimeError, "cannot wait on un-acquired lock");
	lock_release(lock);
	TRACE_THING(TRACE_WAIT, "condition", condition);
	cancelled = line_wait(&condition->line, &waiter);
	later = acquire_again(lock);
	if (later) {
		exception_release(cancelled);
		cancelled = later;
	}
	if (cancelled)
		exception_pass_on(cancelled);
}

async_define (void, condition_wait, (struct condition *, condition))
{
	wait(condition);
}

async_define (void, condition_wait_for, (struct condition *, condition),
	     (bool (*)(void *), is_true), (void *, argument))
{
	while (!is_true(argument))
		wait(condition);
}

void condition_notify(struct condition *condition, unsigned count)
{
	if (!lock_of(condition)->is_locked)
		raise (RuntimeError, "cannot notify on un-acquired lock");
	while (count > 0 && line_wake_first(&condition->line))
		count--;
}

void condition_notify_all(struct condition *condition)
{
	condition_notify(condition, UINT_MAX);
}

async_define (void, condition_acquire, (struct condition *, condition))
{
	acquire(lock_of(condition));
}

void condition_release(struct condition *condition)
{
	lock_release(lock_of(condition));
}

bool condition_locked(const struct condition *condition)
{
	return condition->lock ? condition->lock->is_locked : condition->own.is_locked;
}
