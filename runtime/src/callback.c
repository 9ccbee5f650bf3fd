#include "callback.h"

#include <stdlib.h>

#include <async/report.h>
#include <async/task.h>

#include "exception.h"
#include "handle.h"

void callback_run(void (*function)(void *), void *argument)
{
	struct exception *raised = exception_caught(function, argument);

	if (!raised)
		return;
	call_exception_handler(&(struct exception_context){
		.message = "Exception in callback",
		.exception = raised,
	});
	exception_release(raised);
}

/* ---- Task.add_done_callback() ---- */

struct done_callback {
	struct handle handle;
	struct future *future;
	void (*function)(struct future *, void *);
	void *argument;
};

static void call(void *argument)
{
	struct done_callback *callback = argument;

	callback->function(callback->future, callback->argument);
}

static void run(struct handle *handle)
{
	struct done_callback *callback = (struct done_callback *)handle;

	callback_run(call, callback);
	free(callback);
}

void future_add_done_callback_(struct future *future,
			       void (*function)(struct future *, void *), void *argument)
{
	struct done_callback *callback = malloc(sizeof *callback);

	if (!callback)
		raise (MemoryError, "no room for a callback");
	*callback = (struct done_callback){ { .run = run }, future, function, argument };
	future_add_waiter(future, &callback->handle);
}

int future_remove_done_callback_(struct future *future,
				 void (*function)(struct future *, void *))
{
	struct handle_link *next;
	int removed = 0;

	for (struct handle_link *at = future->waiters.ends.next;
	     at != &future->waiters.ends; at = next) {
		struct done_callback *callback = (struct done_callback *)at;

		next = at->next;
		if (callback->handle.run != run || callback->function != function)
			continue;
		handle_remove(&callback->handle);
		free(callback);
		removed++;
	}
	return removed;
}
