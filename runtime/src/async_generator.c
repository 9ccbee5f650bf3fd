#include <stdio.h>

#include "exception.h"
#include "generator.h"
#include "loop.h"
#include "trace.h"

/* ---- those that are begun and not closed ---- */

static void enlist(struct generator *generator)
{
	struct loop *loop = loop_current;

	generator->previous_open = NULL;
	generator->next_open = loop->open_generators;
	if (loop->open_generators)
		loop->open_generators->previous_open = generator;
	loop->open_generators = generator;
}

static void strike_off(struct generator *generator)
{
	if (generator->previous_open)
		generator->previous_open->next_open = generator->next_open;
	else if (loop_current->open_generators == generator)
		loop_current->open_generators = generator->next_open;
	if (generator->next_open)
		generator->next_open->previous_open = generator->previous_open;
	generator->next_open = generator->previous_open = NULL;
}

/* ---- one step ---- */

void *async_generator_create_(size_t size, void (*body)(void *),
			      const char *name, void (*anext)(void))
{
	struct generator *generator = generator_create_(size, body, name);

	generator->asynchronous = true;
	generator->anext = anext;
	return generator;
}

static void refuse_if_running(struct generator *generator, const char *method)
{
	if (generator->state == GENERATOR_RUNNING)
		raise (RuntimeError,
		       "%s(): asynchronous generator is already running",
		       method);
}

/* As generator_resume; keeps the list of the open ones. */
static bool resume(struct generator *generator, void *item)
{
	if (generator->state == GENERATOR_CREATED)
		enlist(generator);
	generator->item = item;
	if (generator_resume(generator))
		return true;
	strike_off(generator);
	return false;
}

static struct exception *take_raised(struct generator *generator)
{
	struct exception *raised = generator->raised;

	generator->raised = NULL;
	return raised;
}

static void check_just_started(struct generator *generator,
			       const struct anext_coroutine *step)
{
	if (generator->state != GENERATOR_CREATED)
		return;
	if (step->sent)
		raise (TypeError, "can't send non-None value to a "
				  "just-started async generator");
	if (step->thrown)
		generator->state = GENERATOR_CLOSED;
}

void async_generator_step_(struct anext_coroutine *step, void *item)
{
	struct generator *generator = step->generator;
	struct exception *raised;

	refuse_if_running(generator, step->method);
	check_just_started(generator, step);
	if (generator->state == GENERATOR_CLOSED) {
		if (step->thrown)
			raise (step->thrown);
		raise (StopAsyncIteration);
	}
	generator->sent = step->sent;
	if (step->thrown)
		generator->thrown = exception_retain(step->thrown);
	if (resume(generator, item))
		return;
	raised = take_raised(generator);
	if (raised)
		exception_pass_on(raised);
	raise (StopAsyncIteration);
}

/* ---- closing ---- */

/* An item that nobody wants is written here. */
static _Thread_local max_align_t no_item[16];

static void close_generator(struct generator *generator)
{
	struct exception *raised;

	refuse_if_running(generator, "aclose");
	if (generator->state == GENERATOR_CREATED)
		generator->state = GENERATOR_CLOSED;
	if (generator->state == GENERATOR_CLOSED)
		return;
	TRACE(TRACE_ACLOSE, NULL, generator->coroutine.name);
	generator->thrown = exception_new(GeneratorExit, "%s", "");
	if (resume(generator, no_item))
		raise (RuntimeError, "async generator ignored GeneratorExit");
	raised = take_raised(generator);
	if (raised && !exception_is(raised, GeneratorExit) &&
	    !exception_is(raised, StopAsyncIteration))
		exception_pass_on(raised);
	exception_release(raised);
}

async_define(void, async_generator_aclose, (struct generator *, generator))
{
	close_generator(generator);
}

static void free_closed(struct generator *generator)
{
	strike_off(generator);
	coroutine_destroy(&generator->coroutine);
}

static void close_argument(void *generator)
{
	close_generator(generator);
}

/* Whatever its clean-up raises, the stack is given back. One that yields
 * while it is being closed stays as it is: it could not be left anyhow. */
static void close_and_free(void *iterator)
{
	struct generator *generator = iterator;
	struct exception *raised = NULL;

	if (generator->state != GENERATOR_CLOSED)
		raised = exception_caught(close_argument, generator);
	if (generator->state == GENERATOR_CLOSED)
		free_closed(generator);
	if (raised)
		exception_pass_on(raised);
}

void async_generators_shut_down(void)
{
	while (loop_current->open_generators) {
		struct generator *generator = loop_current->open_generators;
		struct exception *raised;

		strike_off(generator);
		raised = exception_caught(close_and_free, generator);
		if (!raised)
			continue;
		fflush(stdout);
		fprintf(stderr,
			"an error occurred during closing of asynchronous "
			"generator '%s'\n",
			generator->coroutine.name);
		exception_print(raised);
		exception_release(raised);
	}
}

/* ---- for async_for ---- */

/* One that stands at a yield comes first: that is the way of every item. */
static bool next_of_async_generator(void *iterator, void *item)
{
	struct generator *generator = iterator;

	if (generator->state != GENERATOR_SUSPENDED) {
		refuse_if_running(generator, "anext");
		if (generator->state == GENERATOR_CLOSED)
			return false;
		enlist(generator);
	}
	generator->item = item;
	return generator_resume(generator);
}

static void raise_what_was_raised(void *iterator)
{
	struct generator *generator = iterator;
	struct exception *raised = take_raised(generator);

	strike_off(generator);
	if (raised)
		exception_pass_on(raised);
}

void *async_generator_itself_(void *generator)
{
	return generator;
}

const struct iterator_methods async_generator_methods = {
	next_of_async_generator, raise_what_was_raised, close_and_free
};

const struct iterator_methods async_generator_borrowed_methods = {
	next_of_async_generator, raise_what_was_raised, NULL
};
