#include <async/future.h>

#include "callback.h"
#include "exception.h"
#include "handle.h"
#include "loop.h"
#include "task.h"

const struct exception_type InvalidStateError[1] = { { .name = "InvalidStateError",
						       .base = Exception } };

void future_init(struct future *future)
{
	future->state = FUTURE_PENDING;
	future->retrieved = future->released = future->in_line = false;
	handle_queue_init(&future->waiters);
	future->exception = NULL;
	future->result = NULL;
	future->cancel = NULL;
	future->release = NULL;
}

static void complete(struct future *future, enum future_state state)
{
	future->state = state;
	handle_queue_append_all(&loop_current->ready, &future->waiters);
}

void future_set_result(struct future *future)
{
	if (future->state == FUTURE_PENDING)
		complete(future, FUTURE_FINISHED);
}

void future_set_exception(struct future *future, struct exception *exception)
{
	if (future->state != FUTURE_PENDING) {
		exception_release(exception);
		return;
	}
	future->exception = exception;
	complete(future, FUTURE_FINISHED);
}

void future_set_cancelled(struct future *future)
{
	complete(future, FUTURE_CANCELLED);
}

bool future_cancel(struct future *future)
{
	if (future->state != FUTURE_PENDING)
		return false;
	if (future->cancel)
		return future->cancel(future);
	future_set_cancelled(future);
	return true;
}

void future_add_waiter(struct future *future, struct handle *handle)
{
	if (future->state == FUTURE_PENDING)
		handle_queue_append(&future->waiters, handle);
	else
		loop_call_soon(handle);
}

void future_remove_waiter(struct handle *handle)
{
	handle_remove(handle);
}

void future_suspend(struct future *future)
{
	if (future->state == FUTURE_PENDING)
		task_suspend_until(future);
}

/* Its exception, or that of its cancellation, or nothing. */
static void raise_outcome(struct future *future, const struct source_location *location)
{
	if (future->state == FUTURE_CANCELLED)
		raise_type_(location, CancelledError);
	if (!future->exception)
		return;
	future->retrieved = true;
	exception_throw(exception_retain(future->exception));
}

void future_wait(struct future *future, const struct source_location *location)
{
	future_suspend(future);
	raise_outcome(future, location);
}

void *future_await_(struct future *future)
{
	future_wait(future, NULL);
	return future->result;
}

void *future_result_(struct future *future)
{
	if (future->state == FUTURE_PENDING)
		raise (InvalidStateError, "Result is not set.");
	raise_outcome(future, NULL);
	return future->result;
}

struct exception *future_exception_(struct future *future)
{
	if (future->state == FUTURE_PENDING)
		raise (InvalidStateError, "Exception is not set.");
	if (future->state == FUTURE_CANCELLED)
		raise (CancelledError);
	future->retrieved = true;
	return future->exception;
}
