#include <async/iterator.h>

#include "exception.h"

struct async_no_async_iterable_ async_no_async_iterable_;
struct async_no_iterable_ async_no_iterable_;

bool iteration_stopped_(struct handler *handler,
			const struct exception_type *end)
{
	struct exception *exception = handler->exception;

	if (!exception_is(exception, end))
		exception_pass_on(exception);
	exception_release(exception);
	return false;
}

void loop_exhausted_(struct loop_scope *loop)
{
	if (loop->methods->ended)
		loop->methods->ended(loop->iterator);
	loop->state = LOOP_EXHAUSTED;
}

/* By a break, or at the end of the iteration. */
void loop_close_(struct loop_scope *loop)
{
	handler_pop_(&loop->handler);
	loop->methods->close(loop->iterator);
}

static void close_iterator(void *argument)
{
	struct loop_scope *loop = argument;

	loop->methods->close(loop->iterator);
}

/* An exception goes by, on its way out of the body: the iterator is closed
 * first. What its clean-up raises takes the exception's place, as in a
 * finally. */
void loop_passed_(struct handler *handler, struct exception *exception)
{
	struct loop_scope *loop = (struct loop_scope *)(
		(char *)handler - offsetof(struct loop_scope, handler));
	struct coroutine *here = coroutine_current;
	struct handling handling = { here->handling, exception };
	struct exception *replaced;

	here->handling = &handling;
	replaced = exception_caught(close_iterator, loop);
	here->handling = handling.previous;
	if (!replaced)
		return;
	exception_release(exception);
	exception_pass_on(replaced);
}
