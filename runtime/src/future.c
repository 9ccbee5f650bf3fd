#include <async/future.h>

#include "exception.h"
#include "loop.h"
#include "task.h"

void future_init(struct future *future)
{
	*future = (struct future){ .state = FUTURE_PENDING };
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

void future_remove_waiter(struct future *future, struct handle *handle)
{
	handle_queue_remove(&future->waiters, handle);
}

void future_suspend(struct future *future)
{
	if (future->state == FUTURE_PENDING)
		task_suspend_until(future);
}

void future_wait(struct future *future, const struct source_location *location)
{
	future_suspend(future);
	if (future->state == FUTURE_CANCELLED)
		raise_type_(location, CancelledError);
	if (!future->exception)
		return;
	future->retrieved = true;
	exception_pass_on(exception_retain(future->exception));
}
