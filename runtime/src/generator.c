#include <async/generator.h>

#include "generator.h"

#include "exception.h"
#include "trace.h"

static void run_body(void *argument)
{
	struct generator *generator = argument;

	generator->body(generator);
}

static bool is_stop(const struct generator *generator, const struct exception *exception)
{
	return exception_is(exception, StopIteration) ||
	       (generator->asynchronous && exception_is(exception, StopAsyncIteration));
}

static void begin(void *argument)
{
	struct generator *generator = argument;
	struct exception *exception;

	coroutine_arrived();
	exception = exception_caught(run_body, generator);
	if (exception && is_stop(generator, exception))
		exception = exception_as_runtime_error(
			exception,
			generator->asynchronous ? "async generator" : "generator");
	generator->raised = exception;
	generator->state = GENERATOR_CLOSED;
	coroutine_exit(generator->coroutine.resumer);
}

const void *generator_new_label(const void *address)
{
#if GENERATOR_ADDRESS_BITS
	static _Thread_local uint16_t number;

	return (const void *)((uintptr_t)address | (uintptr_t)++number
							   << GENERATOR_ADDRESS_BITS);
#else
	return address;
#endif
}

void *generator_create_(size_t size, void (*body)(void *), const char *name)
{
	struct generator *generator = coroutine_create(size, begin, name);

	generator->label = generator_new_label(generator);
	generator->state = GENERATOR_CREATED;
	generator->asynchronous = false;
	generator->closing = false;
	generator->held = false;
	generator->sent = NULL;
	generator->thrown = NULL;
	generator->raised = NULL;
	generator->body = body;
	return generator;
}

void generator_destroy(struct generator *generator)
{
	generator->label = NULL;
	exception_release(generator->raised);
	coroutine_destroy(&generator->coroutine);
}

_Noreturn void generator_is_consumed_(void)
{
	raise (RuntimeError, "this generator has been consumed, by a loop over it or a "
			    "manager round it: to keep it, iterate over borrowed(…)");
}

struct exception *generator_take_raised(struct generator *generator)
{
	struct exception *raised = generator->raised;

	generator->raised = NULL;
	return raised;
}

void generator_raise_raised(void *generator)
{
	struct exception *raised = generator_take_raised(generator);

	if (raised)
		exception_pass_on(raised);
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

/* ---- by hand ---- */

static void refuse_if_running(struct generator *generator)
{
	if (generator->state == GENERATOR_RUNNING)
		raise (ValueError, "generator already executing");
}

/* False: there is no further item. Takes over `thrown`. */
static bool step(struct generator *generator, void *item, void *sent,
		 struct exception *thrown)
{
	refuse_if_running(generator);
	if (generator->state == GENERATOR_CREATED && sent)
		raise (TypeError, "can't send non-None value to a just-started generator");
	if (generator->state == GENERATOR_CREATED && thrown)
		generator->state = GENERATOR_CLOSED;
	if (generator->state == GENERATOR_CLOSED) {
		if (thrown)
			exception_throw(thrown);
		return false;
	}
	generator->sent = sent;
	generator->thrown = thrown;
	if (generator_resume(generator, item))
		return true;
	generator_raise_raised(generator);
	return false;
}

bool generator_next_(const void *label, void *item)
{
	return step(generator_of_(label), item, NULL, NULL);
}

void generator_step_(const void *label, void *item, void *sent, struct exception *thrown)
{
	if (!step(generator_of_(label), item, sent, thrown))
		raise (StopIteration);
}

void generator_shut(struct generator *generator)
{
	struct exception *raised;

	refuse_if_running(generator);
	if (generator->state == GENERATOR_CREATED)
		generator->state = GENERATOR_CLOSED;
	if (generator->state == GENERATOR_CLOSED)
		return;
	TRACE(TRACE_ACLOSE, NULL, generator->coroutine.name);
	generator->thrown = exception_plain(GeneratorExit);
	if (generator_resume(generator, generator->unwanted))
		raise (RuntimeError, "generator ignored GeneratorExit");
	raised = generator_take_raised(generator);
	if (raised && !exception_is(raised, GeneratorExit))
		exception_pass_on(raised);
	exception_release(raised);
}

void generator_close_(const void *label)
{
	struct generator *generator = generator_of_label_(label);

	if (generator)
		generator_shut(generator);
}

static void close_argument(void *generator)
{
	generator_shut(generator);
}

/* Whatever its clean-up raises, the stack is given back; unless it has yielded
 * in there, and so is still open. */
static void close_and_destroy(void *iterator)
{
	struct generator *generator = iterator;
	struct exception *raised = exception_caught(close_argument, generator);

	if (generator->state == GENERATOR_CLOSED)
		generator_destroy(generator);
	if (raised)
		exception_pass_on(raised);
}

void generator_free_(const void *label)
{
	struct generator *generator = generator_of_label_(label);

	if (generator)
		close_and_destroy(generator);
}

/* ---- for for_each ---- */

/* The switch stands last, so that there is nothing left to do when the generator
 * switches back. */
static bool next_of_generator(void *iterator, void *item)
{
	struct generator *generator = iterator;

	refuse_if_running(generator);
	if (generator->state == GENERATOR_CLOSED)
		return false;
	return generator_resume(generator, item);
}

static const struct iterator_methods methods = { next_of_generator,
						 generator_raise_raised,
						 close_and_destroy };

struct loop_scope loop_over_generator_(const void *label,
				       const struct source_location *location)
{
	struct generator *generator = generator_of_(label);

	generator->label = NULL;
	return loop_over_(generator, &methods, location);
}
