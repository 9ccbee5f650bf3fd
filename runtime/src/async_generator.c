#include <async/async_generator.h>

#include <async/list.h>
#include <async/report.h>

#include "exception.h"
#include "generator.h"
#include "task.h"
#include "trace.h"

/* ---- those of this thread ---- */

static _Thread_local struct generator *all;

static void enlist(struct generator *generator)
{
	generator->previous = NULL;
	generator->next = all;
	if (all)
		all->previous = generator;
	all = generator;
}

static void strike_off(struct generator *generator)
{
	if (generator->previous)
		generator->previous->next = generator->next;
	else
		all = generator->next;
	if (generator->next)
		generator->next->previous = generator->previous;
}

void *async_generator_create_(size_t size, void (*body)(void *), const char *name)
{
	struct generator *generator = generator_create_(size, body, name);

	generator->asynchronous = true;
	enlist(generator);
	return generator;
}

void async_generator_destroy(struct generator *generator)
{
	strike_off(generator);
	generator_destroy(generator);
}

/* ---- one step ---- */

static void refuse_if_running(struct generator *generator, const char *method)
{
	if (generator->state == GENERATOR_RUNNING)
		raise (RuntimeError, "%s: asynchronous generator is already running",
		      method);
}

static bool resume(struct generator *generator, void *item)
{
	if (generator_resume(generator, item))
		return true;
	generator_raise_raised(generator);
	return false;
}

/* False, at the end of the iteration. */
static bool send(struct generator *generator, const struct anext_coroutine *step,
		 void *item)
{
	refuse_if_running(generator, step->method);
	if (generator->state == GENERATOR_CLOSED)
		return false;
	if (generator->state == GENERATOR_CREATED && step->sent)
		raise (TypeError, "can't send non-None value to a just-started async "
				 "generator");
	generator->sent = step->sent;
	return resume(generator, item);
}

/* As CPython's async_gen_athrow_send: when it has ended, nothing happens; when
 * it has refused to be closed, it is at its end. */
static bool throw(struct generator * generator, struct anext_coroutine *step, void *item)
{
	struct exception *thrown = step->thrown;

	step->thrown = NULL;
	if (generator->state == GENERATOR_CLOSED) {
		exception_release(thrown);
		return false;
	}
	if (generator->state == GENERATOR_CREATED) {
		generator->state = GENERATOR_CLOSED;
		exception_throw(thrown);
	}
	if (generator->state == GENERATOR_RUNNING || generator->closing) {
		exception_release(thrown);
		refuse_if_running(generator, step->method);
		raise (StopAsyncIteration);
	}
	generator->thrown = thrown;
	if (!resume(generator, item))
		raise (StopAsyncIteration);
	return true;
}

bool async_generator_step(struct anext_coroutine *step, void *item)
{
	struct generator *generator = generator_of_(step->iterator);

	TRACE(TRACE_NEXT, NULL, step->method);
	if (step->thrown)
		return throw(generator, step, item);
	return send(generator, step, item);
}

void anext_of_generator_(void *object, void *label)
{
	((struct anext_coroutine *)object)->iterator = label;
}

/* ---- closing ---- */

void async_generator_shut(struct generator *generator)
{
	struct exception *raised;

	if (generator->state == GENERATOR_CREATED)
		generator->state = GENERATOR_CLOSED;
	if (generator->state == GENERATOR_CLOSED)
		return;
	refuse_if_running(generator, "aclose()");
	if (generator->closing)
		raise (StopAsyncIteration);
	TRACE(TRACE_ACLOSE, NULL, generator->coroutine.name);
	generator->closing = true;
	generator->thrown = exception_plain(GeneratorExit);
	if (generator_resume(generator, generator->unwanted))
		raise (RuntimeError, "async generator ignored GeneratorExit");
	raised = generator_take_raised(generator);
	if (raised && !exception_is(raised, GeneratorExit))
		exception_pass_on(raised);
	exception_release(raised);
}

async_define (void, async_generator_aclose, (void *, label))
{
	struct generator *generator = generator_of_label_(label);

	if (generator)
		async_generator_shut(generator);
}

static void shut(void *generator)
{
	async_generator_shut(generator);
}

/* Whatever its clean-up raises, the stack is given back. One that yields while
 * it is being closed stays as it is: it could not be left anyhow. */
static void close_and_destroy(void *iterator)
{
	struct generator *generator = iterator;
	struct exception *raised = NULL;

	if (generator->state != GENERATOR_CLOSED)
		raised = exception_caught(shut, generator);
	if (generator->state == GENERATOR_CLOSED)
		async_generator_destroy(generator);
	if (raised)
		exception_pass_on(raised);
}

/* ---- at the end of the run ---- */

async (void, close_open_generator, (struct generator *, generator))
{
	async_generator_shut(generator);
}

static void report(struct task *closing)
{
	struct exception *raised = closing->future.exception;

	closing->future.retrieved = true;
	if (!raised)
		return;
	call_exception_handler(&(struct exception_context){
		.message = "an error occurred during closing of asynchronous generator",
		.exception = raised,
		.task = closing,
	});
}

struct closing {
	struct task *task;
};

/* A list. */
static struct closing *begin_closing(void)
{
	struct closing *closing = NULL;

	for (struct generator *at = all; at; at = at->next) {
		struct closing one;

		if (at->state != GENERATOR_SUSPENDED)
			continue;
		one.task = (struct task *)create_task(close_open_generator(at));
		one.task->name = at->coroutine.name;
		list_append(closing, one);
	}
	return closing;
}

static void close_open(void)
{
	struct closing *closing = begin_closing();

	for (size_t i = 0; i < list_length(closing); i++) {
		exception_release(future_wait_caught(&closing[i].task->future));
		report(closing[i].task);
	}
	list_free(closing);
}

bool async_generators_exist(void)
{
	return all != NULL;
}

void async_generators_shut_down(void)
{
	struct generator *next;

	close_open();
	for (struct generator *at = all; at; at = next) {
		next = at->next;
		if (at->state == GENERATOR_CLOSED)
			async_generator_destroy(at);
	}
}

/* ---- for async_for ---- */

/* The switch stands last, so that there is nothing left to do when the generator
 * switches back. */
static bool next_of_async_generator(void *iterator, void *item)
{
	struct generator *generator = iterator;

	refuse_if_running(generator, "anext()");
	if (generator->state == GENERATOR_CLOSED)
		return false;
	return generator_resume(generator, item);
}

static const struct iterator_methods methods = { next_of_async_generator,
						 generator_raise_raised,
						 close_and_destroy };

static bool next_of_borrowed(void *label, void *item)
{
	return next_of_async_generator(generator_of_(label), item);
}

static void borrowed_ended(void *label)
{
	generator_raise_raised(generator_of_(label));
}

const struct iterator_methods async_generator_borrowed_methods_ = { next_of_borrowed,
								    borrowed_ended,
								    NULL };

struct loop_scope loop_over_async_generator_(const void *label,
					     const struct source_location *location)
{
	struct generator *generator = generator_of_(label);

	if (generator->held)
		return loop_over_((void *)label, &async_generator_borrowed_methods_,
				  location);
	generator->label = NULL;
	return loop_over_(generator, &methods, location);
}
