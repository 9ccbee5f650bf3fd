#include "generator.h"

#include "exception.h"
#include "loop.h"
#include "trace.h"

static void run_body(void *argument)
{
	struct generator *generator = argument;

	generator->body(generator);
}

static bool is_stop(const struct generator *generator,
		    const struct exception *exception)
{
	return exception_is(exception, StopIteration) ||
	       (generator->asynchronous &&
		exception_is(exception, StopAsyncIteration));
}

static void begin(void *argument)
{
	struct generator *generator = argument;
	struct exception *exception;

	coroutine_arrived();
	exception = exception_caught(run_body, generator);
	if (exception && is_stop(generator, exception))
		exception = exception_as_runtime_error(
			exception, generator->asynchronous ? "async generator"
							   : "generator");
	generator->raised = exception;
	generator->state = GENERATOR_CLOSED;
	coroutine_exit(generator->coroutine.resumer);
}

void *generator_create_(size_t size, void (*body)(void *), const char *name)
{
	struct generator *generator = coroutine_create(size, begin, name);

	generator->state = GENERATOR_CREATED;
	generator->asynchronous = false;
	generator->sent = NULL;
	generator->thrown = NULL;
	generator->raised = NULL;
	generator->body = body;
	generator->anext = NULL;
	generator->next_open = generator->previous_open = NULL;
	return generator;
}

/* What it awaits is awaited by the task of who asked; and its own awaits hang
 * on the asker's, for the traceback. */
bool generator_resume(struct generator *generator)
{
	struct coroutine *asker = coroutine_current;

	generator->coroutine.resumer = asker;
	generator->coroutine.task = asker->task;
	generator->state = GENERATOR_RUNNING;
	return coroutine_switch(&generator->coroutine);
}

_Noreturn void generator_raise_thrown_(struct generator *generator)
{
	struct exception *thrown = generator->thrown;

	generator->thrown = NULL;
	exception_throw(thrown);
}

void generator_trace_yield_(const struct source_location *location)
{
	TRACE(TRACE_YIELD, location, "");
}

static _Noreturn void raise_end(struct generator *generator)
{
	struct exception *raised = generator->raised;

	generator->raised = NULL;
	if (raised)
		exception_pass_on(raised);
	raise (StopIteration);
}

void generator_step_(struct generator *generator, void *item, void *sent,
		     struct exception *thrown)
{
	if (generator->state == GENERATOR_RUNNING)
		raise (ValueError, "generator already executing");
	if (generator->state == GENERATOR_CREATED && sent)
		raise (TypeError, "can't send non-None value to a "
				  "just-started generator");
	if (generator->state == GENERATOR_CREATED && thrown)
		generator->state = GENERATOR_CLOSED;
	if (generator->state == GENERATOR_CLOSED) {
		if (thrown)
			raise (thrown);
		raise (StopIteration);
	}
	generator->item = item;
	generator->sent = sent;
	if (thrown)
		generator->thrown = exception_retain(thrown);
	if (!generator_resume(generator))
		raise_end(generator);
}

/* An item that nobody wants is written here. */
static _Thread_local max_align_t no_item[16];

void generator_close_(struct generator *generator)
{
	struct exception *raised;

	if (generator->state == GENERATOR_RUNNING)
		raise (ValueError, "generator already executing");
	if (generator->state == GENERATOR_CREATED)
		generator->state = GENERATOR_CLOSED;
	if (generator->state == GENERATOR_CLOSED)
		return;
	generator->item = no_item;
	generator->thrown = exception_new(GeneratorExit, "%s", "");
	if (generator_resume(generator))
		raise (RuntimeError, "generator ignored GeneratorExit");
	raised = generator->raised;
	generator->raised = NULL;
	if (raised && !exception_is(raised, GeneratorExit))
		exception_pass_on(raised);
	exception_release(raised);
}

void generator_free_(struct generator *generator)
{
	generator_close_(generator);
	coroutine_destroy(&generator->coroutine);
}

/* ---- for for_each ---- */

static bool next_of_generator(void *iterator, void *item)
{
	struct generator *generator = iterator;

	if (generator->state == GENERATOR_RUNNING)
		raise (ValueError, "generator already executing");
	if (generator->state == GENERATOR_CLOSED)
		return false;
	generator->item = item;
	return generator_resume(generator);
}

static void raise_what_was_raised(void *iterator)
{
	struct generator *generator = iterator;
	struct exception *raised = generator->raised;

	generator->raised = NULL;
	if (raised)
		exception_pass_on(raised);
}

static void free_generator(void *iterator)
{
	generator_free_(iterator);
}

const struct iterator_methods generator_methods = {
	next_of_generator, raise_what_was_raised, free_generator
};
