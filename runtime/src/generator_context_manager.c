/* contextlib's _GeneratorContextManager and _AsyncGeneratorContextManager, and
 * aclosing. */
#include <async/exit_stack.h>
#include <async/generator_context_manager.h>

#include <string.h>

#include "exception.h"
#include "generator.h"

/* ---- what both kinds have in common ---- */

static void destroy(struct generator *generator)
{
	if (generator->asynchronous)
		async_generator_destroy(generator);
	else
		generator_destroy(generator);
}

static void shut(void *argument)
{
	struct generator *generator = argument;

	if (generator->asynchronous)
		async_generator_shut(generator);
	else
		generator_shut(generator);
}

static struct generator *fresh_of_label(const void *label)
{
	struct generator *generator = generator_of_label_(label);

	if (!generator || generator->state != GENERATOR_CREATED)
		raise (AttributeError,
		      "this manager has been used: one that is made from a "
		      "generator is good for one statement");
	return generator;
}

/* The StopIteration or StopAsyncIteration is there in CPython, and is not
 * printed. */
static _Noreturn void raise_did_not_yield(bool asynchronous)
{
	struct exception *error =
		exception_new(RuntimeError, "generator didn't %s", "yield");

	error->context =
		exception_plain(asynchronous ? StopAsyncIteration : StopIteration);
	error->suppress_context = true;
	exception_pass_on(error);
}

static void enter(struct generator *generator, void *item)
{
	bool asynchronous = generator->asynchronous;
	struct exception *raised;

	if (generator_resume(generator, item))
		return;
	raised = generator_take_raised(generator);
	destroy(generator);
	if (raised)
		exception_pass_on(raised);
	raise_did_not_yield(asynchronous);
}

static void raise_argument(void *exception)
{
	exception_throw(exception);
}

/* It has yielded once more. As in `try: raise error finally: close()`, what the
 * closing raises takes the error's place. */
static _Noreturn void refuse_second_yield(struct generator *generator,
					  struct exception *error)
{
	struct coroutine *here = coroutine_current;
	struct handling handling = { here->handling,
				     exception_caught(raise_argument, error) };
	struct exception *raised;

	here->handling = &handling;
	raised = exception_caught(shut, generator);
	here->handling = handling.previous;
	if (generator->state == GENERATOR_CLOSED)
		destroy(generator);
	if (!raised)
		exception_pass_on(handling.exception);
	exception_release(handling.exception);
	exception_pass_on(raised);
}

static void leave_well(struct generator *generator)
{
	struct exception *raised;

	if (generator_resume(generator, generator->unwanted))
		refuse_second_yield(
			generator,
			exception_new(RuntimeError, "generator didn't %s", "stop"));
	raised = generator_take_raised(generator);
	destroy(generator);
	if (raised)
		exception_pass_on(raised);
}

/* Did the body's exception come out again: itself, or, as a generator may not
 * let it out, in a RuntimeError? */
static bool is_same(const struct exception *raised, const struct exception *thrown,
		    bool asynchronous)
{
	if (raised == thrown)
		return true;
	return raised->cause == thrown && exception_is(raised, RuntimeError) &&
	       (exception_is(thrown, StopIteration) ||
		(asynchronous && exception_is(thrown, StopAsyncIteration)));
}

/* True: the exception was swallowed. */
static bool leave_by_raise(struct generator *generator, struct exception *exception)
{
	bool asynchronous = generator->asynchronous;
	struct exception *raised;

	generator->thrown = exception_retain(exception);
	if (generator_resume(generator, generator->unwanted))
		refuse_second_yield(generator,
				    exception_new(RuntimeError,
						  "generator didn't stop after %s()",
						  asynchronous ? "athrow" : "throw"));
	raised = generator_take_raised(generator);
	destroy(generator);
	if (!raised)
		return true;
	if (!is_same(raised, exception, asynchronous))
		exception_pass_on(raised);
	exception_release(raised);
	return false;
}

/* Of aclosing: whoever was given the generator may have closed it, but not
 * consumed it. */
static void close_held(struct generator *generator)
{
	struct exception *raised = exception_caught(shut, generator);

	if (generator->state == GENERATOR_CLOSED)
		destroy(generator);
	if (raised)
		exception_pass_on(raised);
}

static bool leave(const void *label, struct exception *exception)
{
	struct generator *generator = generator_of_(label);

	if (generator->held) {
		close_held(generator);
		return false;
	}
	if (exception)
		return leave_by_raise(generator, exception);
	leave_well(generator);
	return false;
}

/* ---- with ---- */

void generator_manager_enter_(const void *label, void *item)
{
	enter(fresh_of_label(label), item);
}

bool generator_manager_exit_(void *label, struct exception *exception)
{
	return leave(label, exception);
}

/* ---- async_with ---- */

/* As ASYNC_AENTER_LABEL_ makes it. */
struct aenter {
	const struct coroutine_type *type;
	void *self;
	struct exit_stack *stack;
};

static void aenter(void *object, void *item)
{
	struct aenter *self = object;
	struct generator *generator = generator_of_label_(self->self);
	struct exit_stack_entering_ entered = { self->self, generator_manager_aexit_,
						self->stack };

	if (generator && generator->held)
		memcpy(item, &self->self, sizeof self->self);
	else
		enter(fresh_of_label(self->self), item);
	if (self->stack)
		exit_stack_entered_(&entered);
}

const struct coroutine_type generator_manager_aenter_ = { "aenter", aenter };

bool generator_manager_aexit_(void *label, struct exception *exception)
{
	return leave(label, exception);
}

void *aclosing_hold_(void *label)
{
	generator_of_(label)->held = true;
	return label;
}
