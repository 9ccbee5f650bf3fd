/* Leaving the scopes of with and async_with. */
#include <async/context_manager.h>

#include "exception.h"
#include "trace.h"

/* Leaves the one that was entered last. True: it swallows the exception. */
static bool leave_last(struct with_scope *scope, struct exception *exception)
{
	struct with_entry *entry = &scope->entries[--scope->entered];
	struct coroutine *here = coroutine_current;
	struct await_frame frame = { scope->location, here->awaits };
	bool swallows;

	here->awaits = &frame;
	TRACE(TRACE_EXIT, scope->location, exception ? exception->type->name : "");
	swallows = entry->exit(entry->self, exception);
	here->awaits = frame.previous;
	return swallows;
}

/* Leaves the last one, while `exception` is being handled. Gives the exception
 * that goes on from there, or NULL; owned, as was the one it was given. */
static struct exception *leave_with(struct with_scope *scope,
				    struct exception *volatile exception)
{
	struct coroutine *here = coroutine_current;
	struct handling handling = { here->handling, exception };
	struct handler handler;
	bool swallows;

	handler_push_(&handler);
	if (handler_mark_(handler.registers) != 0) {
		exception_release(exception);
		return handler.exception;
	}
	if (exception)
		here->handling = &handling;
	swallows = leave_last(scope, exception);
	here->handling = handling.previous;
	handler_pop_(&handler);
	if (!exception || !swallows)
		return exception;
	exception_release(exception);
	return NULL;
}

static void leave_all(struct with_scope *scope, struct exception *exception)
{
	while (scope->entered)
		exception = leave_with(scope, exception);
	if (exception)
		exception_pass_on(exception);
}

/* Without an exception, the last of them needs no handler: what its exit
 * raises goes outwards by itself. */
static void leave_without_exception(struct with_scope *scope)
{
	handler_pop_(&scope->handler);
	scope->handler_is_set = false;
	if (scope->entered == 1)
		leave_last(scope, NULL);
	else
		leave_all(scope, NULL);
}

void with_done_(struct with_scope *scope)
{
	leave_without_exception(scope);
}

void with_left_(struct with_scope *scope)
{
	leave_without_exception(scope);
}

void with_raised_(struct with_scope *scope)
{
	scope->handler_is_set = false;
	leave_all(scope, scope->handler.exception);
}
