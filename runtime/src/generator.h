/*
 * What the runtime itself needs of generators, beyond <async/generator.h>.
 */
#ifndef ASYNC_SRC_GENERATOR_H
#define ASYNC_SRC_GENERATOR_H

#include <async/async_generator.h>

/* Goes on with it until its next yield, or its end; the item goes to `item`.
 * True: it has yielded. False: it has ended, and generator->raised is what came
 * out of it, or NULL. What it awaits is awaited by the task of who asked. */
static inline bool generator_resume(struct generator *generator, void *item)
{
	struct coroutine *asker = coroutine_current;

	generator->item = item;
	generator->coroutine.resumer = asker;
	generator->coroutine.task = asker->task;
	generator->state = GENERATOR_RUNNING;
	return coroutine_switch(&generator->coroutine);
}

/* What came out of one that has ended: the caller owns it. NULL: nothing. */
struct exception *generator_take_raised(struct generator *);

/* Raises that, if there is something: the `ended` of a loop. */
void generator_raise_raised(void *generator);

/* Closes it, as its close or aclose does; raises what its clean-up raises. */
void generator_shut(struct generator *);
void async_generator_shut(struct generator *);

/* Gives back its stack, and itself with it. */
void generator_destroy(struct generator *);
void async_generator_destroy(struct generator *);

/* What a generator, or something else that is never given back to the system, is
 * known by, until it is consumed (<async/generator.h>). */
const void *generator_new_label(const void *address);

/* One step by anext, asend or athrow. False: there is no further item. */
bool async_generator_step(struct anext_coroutine *, void *item);

/* Closes those of this thread that were begun and have not ended, all side by
 * side, each in a task of its own, and waits for them; runs in a task. What
 * their clean-up raises is reported. Then frees all that have ended. */
void async_generators_shut_down(void);
bool async_generators_exist(void);

#endif
