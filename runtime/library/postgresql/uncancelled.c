#include <async/task.h>

#include "uncancelled.h"

#include "exception.h"
#include "loop.h"
#include "task.h"

/* Its own future is what is waited for, and cancelled: the task is not. */
struct wait {
	struct handle ended;
	struct future future;
};

static void tell(struct handle *ended)
{
	struct wait *wait = (struct wait *)((char *)ended - offsetof(struct wait, ended));

	future_set_result(&wait->future);
}

/* Gives the first CancelledError that comes meanwhile, or NULL. */
static struct exception *wait_for_end(struct task *task)
{
	struct exception *first = NULL;

	while (task->future.state == FUTURE_PENDING) {
		struct wait wait = { .ended.run = tell };
		struct exception *cancelled;

		future_init(&wait.future);
		future_add_waiter(&task->future, &wait.ended);
		cancelled = future_wait_caught(&wait.future);
		future_remove_waiter(&wait.ended);
		if (first)
			exception_release(cancelled);
		else
			first = cancelled;
	}
	return first;
}

static struct exception *outcome_of(struct future *future)
{
	if (future->state == FUTURE_CANCELLED)
		return exception_plain(CancelledError);
	future->retrieved = true;
	return future->exception ? exception_retain(future->exception) : NULL;
}

void uncancelled_wait(struct task *task)
{
	struct exception *cancelled = wait_for_end(task);
	struct exception *raised = outcome_of(&task->future);

	future_release(&task->future);
	if (raised && cancelled)
		exception_release(cancelled);
	else if (!raised)
		raised = cancelled;
	if (raised)
		exception_pass_on(raised);
}
