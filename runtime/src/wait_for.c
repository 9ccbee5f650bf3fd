#include <async/wait_for.h>

#include <string.h>

#include "alarm.h"
#include "exception.h"
#include "handle.h"
#include "task.h"
#include "trace.h"

/* Somebody to be woken when a future is done. */
struct watch {
	struct handle done;
	struct future woken;
};

static void wake(struct handle *handle)
{
	future_set_result(&((struct watch *)handle)->woken);
}

static void watch_begin(struct watch *watch, struct future *future)
{
	watch->done = (struct handle){ .run = wake };
	future_init(&watch->woken);
	future_add_waiter(future, &watch->done);
	if (__builtin_expect(trace_is_on, false))
		task_tell_part(&watch->woken, future);
}

/* Waits until it is woken; gives what that raised, or NULL. */
static struct exception *watch_end(struct watch *watch)
{
	struct exception *raised = future_wait_caught(&watch->woken);

	future_remove_waiter(&watch->done);
	return raised;
}

/* Waits for the end of it, but not by it: so that who waits can be cancelled. */
static struct exception *cancel_and_wait(struct future *future)
{
	struct watch watch;

	watch_begin(&watch, future);
	future_cancel(future);
	return watch_end(&watch);
}

static struct future *begin(struct wait_for_coroutine *self)
{
	char *awaitable = (char *)self + self->awaitable_offset;
	struct future *future;

	if (self->awaitable_type)
		return &task_create_(awaitable, self->awaitable_type,
				     self->awaitable_size, self->result_size,
				     self->location)
				->future;
	memcpy(&future, awaitable, sizeof future);
	return future;
}

/* The time is up, or who waits was cancelled (then `cancelled` is not NULL, and
 * owned). Gives the exception that is to be raised, owned, or NULL. */
static struct exception *give_up(struct future *future, struct exception *cancelled)
{
	struct exception *raised = cancel_and_wait(future), *timeout;

	if (raised || cancelled) {
		if (!raised)
			return cancelled;
		exception_release(cancelled);
		return raised;
	}
	if (future->state != FUTURE_CANCELLED)
		return NULL;
	timeout = exception_plain(TimeoutError);
	timeout->cause = exception_plain(CancelledError);
	return timeout;
}

/* Until it is done or the time is up. */
static struct exception *wait_with_limit(struct future *future, double timeout)
{
	struct watch watch;
	struct alarm alarm;
	struct exception *cancelled;

	watch_begin(&watch, future);
	alarm_set(&alarm, &watch.woken, timeout);
	cancelled = watch_end(&watch);
	alarm_cancel(&alarm);
	if (future->state == FUTURE_PENDING)
		return give_up(future, cancelled);
	exception_release(cancelled);
	return NULL;
}

struct waiting {
	struct wait_for_coroutine *self;
	struct future *future;
	void *result;
};

static void wait(void *argument)
{
	struct waiting *waiting = argument;
	struct wait_for_coroutine *self = waiting->self;
	struct future *future = waiting->future;
	struct exception *raised = NULL;

	if (self->timeout == FOREVER)
		future_suspend(future);
	else if (self->timeout > 0)
		raised = wait_with_limit(future, self->timeout);
	else if (future->state == FUTURE_PENDING)
		raised = give_up(future, NULL);
	if (raised)
		exception_throw(raised);
	memcpy(waiting->result, future_result_(future), self->result_size);
}

static void start(void *object, void *result)
{
	struct wait_for_coroutine *self = object;
	struct waiting waiting = { self, NULL, result };
	struct exception *raised;

	if (self->awaitable_type && self->timeout == FOREVER) {
		self->awaitable_type->start((char *)self + self->awaitable_offset,
					    result);
		return;
	}
	waiting.future = begin(self);
	raised = exception_caught(wait, &waiting);
	if (self->awaitable_type)
		future_release(waiting.future);
	if (raised)
		exception_pass_on(raised);
}

const struct coroutine_type wait_for_type = { "wait_for", start };
