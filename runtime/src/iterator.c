#include <async/iterator.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "generator.h"
#include "trace.h"

struct async_no_async_iterable_ async_no_async_iterable_;
struct async_no_iterable_ async_no_iterable_;

bool iteration_stopped_(struct handler *handler, const struct exception_type *end)
{
	struct exception *exception = handler->exception;

	if (!exception_is(exception, end))
		exception_pass_on(exception);
	exception_release(exception);
	return false;
}

void loop_trace_next_(const struct loop_scope *loop)
{
	TRACE(TRACE_NEXT, loop->location, "");
}

/* ---- leaving a loop ---- */

void loop_ended_(struct loop_scope *loop)
{
	loop->state = LOOP_EXHAUSTED;
	if (loop->methods->ended)
		loop->methods->ended(loop->iterator);
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
	struct loop_scope *loop =
		(struct loop_scope *)((char *)handler -
				      offsetof(struct loop_scope, handler));
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

/* ---- AsyncIterator(T) ----
 *
 * They are small, and never given back to the system: so one that was consumed
 * can be told, as a generator's label can. */

static _Thread_local struct async_iterator *idle, *newest;

static struct async_iterator *of_label(const void *label)
{
	struct async_iterator *iterator =
		(struct async_iterator *)((uintptr_t)label & GENERATOR_ADDRESS);

	if (iterator->label != label)
		generator_is_consumed_();
	return iterator;
}

static struct async_iterator *take(void)
{
	struct async_iterator *iterator = idle;

	if (iterator) {
		idle = iterator->idle;
		return iterator;
	}
	iterator = malloc(sizeof *iterator);
	if (!iterator)
		raise (MemoryError, "no room for an iterator");
	iterator->older = newest;
	newest = iterator;
	return iterator;
}

static void give_back(struct async_iterator *iterator)
{
	iterator->label = NULL;
	iterator->idle = idle;
	idle = iterator;
}

static void *new_iterator(void *iterated, const struct iterator_methods *methods)
{
	struct async_iterator *iterator = take();

	iterator->label = generator_new_label(iterator);
	iterator->iterator = iterated;
	iterator->methods = methods;
	return (void *)iterator->label;
}

void *aiter_of_class_(void *iterator, const struct iterator_methods *methods)
{
	return new_iterator(iterator, methods);
}

void *aiter_of_generator_(void *label)
{
	return new_iterator((void *)generator_of_(label)->label, NULL);
}

void *aiter_of_iterator_(void *label)
{
	return (void *)of_label(label)->label;
}

struct loop_scope loop_over_iterator_(const void *label,
				      const struct source_location *location)
{
	struct async_iterator iterator = *of_label(label);

	give_back(of_label(label));
	if (!iterator.methods)
		return loop_over_async_generator_(iterator.iterator, location);
	return loop_over_(iterator.iterator, iterator.methods, location);
}

/* ---- anext ---- */

void anext_of_iterator_(void *object, void *label)
{
	struct anext_coroutine *step = object;
	struct async_iterator *iterator = of_label(label);

	step->iterator = iterator->iterator;
	step->methods = iterator->methods;
}

static bool next_of(struct anext_coroutine *step, void *item)
{
	if (!step->methods)
		return async_generator_step(step, item);
	if ((step->methods->next)(step->iterator, item))
		return true;
	if (step->methods->ended)
		step->methods->ended(step->iterator);
	return false;
}

static void anext_start(void *object, void *result)
{
	struct anext_coroutine *step = object;

	if (next_of(step, result))
		return;
	if (!step->otherwise)
		raise (StopAsyncIteration);
	memcpy(result, (char *)step + step->otherwise, step->size);
}

const struct coroutine_type anext_type_ = { "anext", anext_start };

/* ---- borrowed ---- */

void *async_itself_(void *label)
{
	return label;
}

static bool next_of_borrowed(void *label, void *item)
{
	struct anext_coroutine step = { .method = "anext()" };

	anext_of_iterator_(&step, label);
	return next_of(&step, item);
}

const struct iterator_methods async_iterator_borrowed_methods_ = { next_of_borrowed, NULL,
								   NULL };
