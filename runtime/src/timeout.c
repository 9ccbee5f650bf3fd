#include <async/timeout.h>

#include <math.h>
#include <stdlib.h>

#include "exception.h"
#include "loop.h"

struct timeout_timer {
	struct timer timer;
	struct timeout *timeout;
};

static const char *const names[] = {
	[TIMEOUT_CREATED] = "created",   [TIMEOUT_ENTERED] = "active",
	[TIMEOUT_EXPIRING] = "expiring", [TIMEOUT_EXPIRED] = "expired",
	[TIMEOUT_EXITED] = "finished",
};

double timeout_when_in_(double seconds)
{
	return loop_time() + seconds;
}

struct timeout *timeout_new_(double when)
{
	struct timeout *timeout = malloc(sizeof *timeout);

	if (!timeout)
		raise (MemoryError, "no room for a timeout");
	*timeout = (struct timeout){ .is_on_heap = true, .when = when };
	return timeout;
}

static void on_timeout(struct handle *fired)
{
	struct timeout_timer *timer =
		(struct timeout_timer *)((char *)fired -
					 offsetof(struct timeout_timer, timer.fired));

	timer->timeout->state = TIMEOUT_EXPIRING;
	future_cancel(&timer->timeout->task->future);
}

/* A deadline that is over takes effect in the next turn. */
static void set_timer(struct timeout *timeout)
{
	struct timer *timer = &timeout->timer->timer;

	if (timeout->when == FOREVER)
		return;
	if (timeout->when <= loop_time()) {
		timer->fired.run = on_timeout;
		loop_call_soon(&timer->fired);
	} else {
		timer_set(timer, (int64_t)ceil(timeout->when * 1e9), on_timeout);
	}
}

void timeout_reschedule(struct timeout *timeout, double when)
{
	if (timeout->state == TIMEOUT_CREATED)
		raise (RuntimeError, "Timeout has not been entered");
	if (timeout->state != TIMEOUT_ENTERED)
		raise (RuntimeError, "Cannot change state of %s Timeout",
		      names[timeout->state]);
	timeout->when = when;
	timer_cancel(&timeout->timer->timer);
	set_timer(timeout);
}

double timeout_when(const struct timeout *timeout)
{
	return timeout->when;
}

bool timeout_expired(const struct timeout *timeout)
{
	return timeout->state == TIMEOUT_EXPIRING || timeout->state == TIMEOUT_EXPIRED;
}

async_define (struct timeout *, timeout_scope_aenter, (struct timeout *, timeout))
{
	if (timeout->state != TIMEOUT_CREATED)
		raise (RuntimeError, "Timeout has already been entered");
	timeout->timer = calloc(1, sizeof *timeout->timer);
	if (!timeout->timer)
		raise (MemoryError, "no room for a timeout");
	timeout->timer->timer.index = TIMER_IDLE;
	timeout->timer->timeout = timeout;
	timeout->state = TIMEOUT_ENTERED;
	timeout->task = current_task();
	timeout->cancelling = timeout->task->cancel_requests;
	set_timer(timeout);
	return timeout;
}

/* Is it for us to turn the cancellation into a TimeoutError? */
static bool leave(struct timeout *timeout, const struct exception *exception)
{
	timer_cancel(&timeout->timer->timer);
	free(timeout->timer);
	timeout->timer = NULL;
	if (timeout->state == TIMEOUT_ENTERED) {
		timeout->state = TIMEOUT_EXITED;
		return false;
	}
	timeout->state = TIMEOUT_EXPIRED;
	return task_uncancel_(timeout->task) <= timeout->cancelling && exception &&
	       exception->type == CancelledError;
}

static _Noreturn void raise_timeout(struct exception *cancelled)
{
	struct exception *timeout = exception_plain(TimeoutError);

	timeout->cause = exception_retain(cancelled);
	timeout->suppress_context = true;
	exception_throw(timeout);
}

async_define (void, timeout_scope_aexit, (struct timeout *, timeout),
	     (struct exception *, exception))
{
	bool is_ours = leave(timeout, exception);

	if (timeout->is_on_heap)
		free(timeout);
	if (is_ours)
		raise_timeout(exception);
}
