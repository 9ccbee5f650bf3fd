/* Leaving the scopes of with and async_with. */
#include <async/context_manager.h>

#include "with.h"

#include "exception.h"
#include "trace.h"

struct async_no_amanager_ async_no_amanager_;
struct async_no_manager_ async_no_manager_;

void with_trace_enter_(const struct with_scope *scope)
{
	TRACE(TRACE_ENTER, scope->location, "");
}

/* True: it swallows the exception. */
static bool call_exit(struct with_entry *entry, struct leaving how,
		      struct exception *exception)
{
	struct coroutine *here = coroutine_current;
	struct await_frame frame = { how.location, here->awaits };
	bool swallows;

	TRACE(TRACE_EXIT, how.location, exception ? exception->type->name : "");
	if (!how.asynchronous)
		return entry->exit(entry->self, exception);
	here->awaits = &frame;
	swallows = entry->exit(entry->self, exception);
	here->awaits = frame.previous;
	return swallows;
}

struct exception *with_leave_entry(struct with_entry *entry, struct leaving how,
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
	swallows = call_exit(entry, how, exception);
	here->handling = handling.previous;
	handler_pop_(&handler);
	if (!exception || !swallows)
		return exception;
	exception_release(exception);
	return NULL;
}

static struct leaving how_to_leave(const struct with_scope *scope)
{
	return (struct leaving){ scope->location, scope->asynchronous };
}

static void leave_all(struct with_scope *scope, struct exception *exception)
{
	while (scope->entered)
		exception = with_leave_entry(&scope->entries[--scope->entered],
					     how_to_leave(scope), exception);
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
		call_exit(scope->entries, how_to_leave(scope), NULL);
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
