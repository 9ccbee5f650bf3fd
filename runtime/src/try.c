/* try, except, finally: the parts that are not on the way of a body that
 * raises nothing. */
#include <async/exception.h>

#include "exception.h"

/* Addresses of the sites of those try blocks that have a finally, put there by
 * the macro. */
extern struct try_site *__start_async_finally[] __attribute__((weak));
extern struct try_site *__stop_async_finally[] __attribute__((weak));

/* Threads that look it up at the same time come to the same. */
static void look_up_finally(struct try_site *site)
{
	int found = 0;

	for (struct try_site **with = __start_async_finally; with != __stop_async_finally;
	     with ++)
		if (*with == site)
			found = 1;
	site->has_finally = found;
}

static void begin_handling(struct try_scope *scope)
{
	struct coroutine *here = coroutine_current;

	scope->handling.previous = here->handling;
	here->handling = &scope->handling;
}

static void end_handling(struct try_scope *scope)
{
	coroutine_current->handling = scope->handling.previous;
	exception_release(scope->handling.exception);
	scope->handling.exception = NULL;
}

/* The mark returned with 1: from the body, from an except clause or the else. */
void try_arrived_(struct try_scope *scope)
{
	if (scope->state == TRY_HANDLING)
		exception_release(scope->handling.exception);
	scope->state = scope->state == TRY_BODY ? TRY_RAISED : TRY_WAITING;
	scope->handling.exception = scope->handler.exception;
}

/* While an exception is handled the handler is set once more: what is raised
 * in the except clause must not skip the finally. */
bool try_caught_(struct try_scope *scope, const struct exception_type *type)
{
	if (!exception_is(scope->handling.exception, type))
		return false;
	scope->state = TRY_HANDLING;
	handler_push_(&scope->handler);
	begin_handling(scope);
	return true;
}

/* Nor must what is raised in the else. */
void try_begin_else_(struct try_scope *scope)
{
	if (scope->site->has_finally < 0)
		look_up_finally(scope->site);
	if (!scope->site->has_finally)
		return;
	scope->state = TRY_ELSE;
	handler_push_(&scope->handler);
}

void try_handled_(struct try_scope *scope)
{
	handler_pop_(&scope->handler);
	end_handling(scope);
	scope->state = TRY_HANDLED;
}

/* The finally has raised another exception: the one that waited is no longer
 * ours to raise. The other one has it as its context. */
static void give_up_waiting(struct handler *handler, struct exception *exception)
{
	struct try_scope *scope = (struct try_scope *)handler;

	(void)exception;
	exception_release(scope->handling.exception);
}

/* Before the finally: what was raised and not caught waits until it is over. */
void try_finally_(struct try_scope *scope)
{
	if (scope->state >= TRY_HANDLED)
		return;
	scope->state = TRY_FINALLY;
	handler_push_(&scope->handler);
	scope->handler.pass = give_up_waiting;
	begin_handling(scope);
}

void try_finished_(struct try_scope *scope)
{
	struct exception *exception = scope->handling.exception;

	handler_pop_(&scope->handler);
	coroutine_current->handling = scope->handling.previous;
	scope->state = TRY_DONE;
	exception_pass_on(exception);
}

/* Nobody took it, and there is no finally; or an except clause has raised. */
void try_end_(struct try_scope *scope)
{
	if (scope->state >= TRY_HANDLED)
		return;
	scope->state = TRY_DONE;
	exception_pass_on(scope->handling.exception);
}

/* By break, continue, goto or return. */
void try_left_(struct try_scope *scope)
{
	enum try_state state = scope->state;

	scope->state = TRY_DONE;
	if (state != TRY_RAISED)
		handler_pop_(&scope->handler);
	if (state == TRY_HANDLING || state == TRY_FINALLY)
		end_handling(scope);
	if (state == TRY_FINALLY)
		return;
	if (scope->site->has_finally < 0)
		look_up_finally(scope->site);
	if (scope->site->has_finally)
		raise_new_(&scope->site->location, RuntimeError,
			   "%s:%d: this try has a finally, which a return, break, "
			   "continue or goto out of it would skip: leave the block "
			   "first",
			   scope->site->location.file, scope->site->location.line);
}

struct exception *exception_caught(void (*function)(void *), void *argument)
{
	struct handler handler;

	handler_push_(&handler);
	if (handler_mark_(handler.registers) != 0)
		return handler.exception;
	function(argument);
	handler_pop_(&handler);
	return NULL;
}
