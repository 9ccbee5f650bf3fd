#include <async/as_completed.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "kept.h"
#include "loop.h"
#include "task.h"

/* The place of a task in the argument, and the future that is given in that
 * place: of another task, as a rule. */
struct completion {
	struct handle done;
	struct future *task; /* NULL: it is done, or too late */
	struct completions *all;
	struct future given;
};

struct completions {
	struct kept kept;
	struct timer timer;
	size_t count;
	size_t completed; /* so many of the given ones have an outcome */
	size_t next;      /* to be given */
	size_t result_size;
	char *results;
	struct completion places[];
};

/* ---- what has come ---- */

/* The next of those that somebody may still wait for. */
static struct future *next_given(struct completions *all, char **result)
{
	while (all->completed < all->count) {
		size_t index = all->completed++;

		*result = all->results + index * all->result_size;
		if (all->places[index].given.state == FUTURE_PENDING)
			return &all->places[index].given;
	}
	return NULL;
}

static void pass_outcome(struct future *task, struct future *given, char *result,
			 size_t size)
{
	if (task->state == FUTURE_CANCELLED) {
		future_set_cancelled(given);
	} else if (task->exception) {
		task->retrieved = true;
		future_set_exception(given, exception_retain(task->exception));
	} else {
		memcpy(result, task->result, size);
		future_set_result(given);
	}
}

static void on_done(struct handle *handle)
{
	struct completion *place = (struct completion *)handle;
	struct completions *all = place->all;
	struct future *task = place->task, *given;
	char *result = NULL;

	place->task = NULL;
	given = next_given(all, &result);
	if (given)
		pass_outcome(task, given, result, all->result_size);
	if (all->completed == all->count)
		timer_cancel(&all->timer);
}

static void on_timeout(struct handle *fired)
{
	struct completions *all =
		(struct completions *)((char *)fired -
				       offsetof(struct completions, timer.fired));
	char *result;
	struct future *given;

	for (size_t i = 0; i < all->count; i++)
		future_remove_waiter(&all->places[i].done);
	while ((given = next_given(all, &result)) != NULL)
		future_set_exception(given, exception_plain(TimeoutError));
}

/* ---- the iterator ---- */

static bool next_of_completions(void *iterator, void *item)
{
	struct completions *all = iterator;
	struct future *given;

	if (all->next == all->count)
		return false;
	given = &all->places[all->next++].given;
	memcpy(item, &given, sizeof given);
	return true;
}

void *completions_iter_(void *self)
{
	return self;
}

const struct iterator_methods completions_methods = { .next = next_of_completions };

/* ---- its life ---- */

static void free_completions(struct kept *kept)
{
	struct completions *all = (struct completions *)kept;

	for (size_t i = 0; i < all->count; i++)
		exception_release(all->places[i].given.exception);
	free(all->results);
	free(all);
}

static struct completions *new_completions(size_t count, size_t result_size)
{
	struct completions *all =
		calloc(1, sizeof *all + count * sizeof(struct completion));
	char *results = calloc(count ? count : 1, result_size ? result_size : 1);

	if (!all || !results) {
		free(all);
		free(results);
		raise (MemoryError, "no room for the results of as_completed");
	}
	all->count = count;
	all->result_size = result_size;
	all->results = results;
	all->timer.index = TIMER_IDLE;
	kept_add(&all->kept, free_completions);
	return all;
}

struct completions *as_completed_(struct future *const *futures, size_t count,
				  double timeout, size_t result_size)
{
	struct completions *all = new_completions(count, result_size);
	async_future_pointer_ const *list = (async_future_pointer_ const *)futures;

	for (size_t i = 0; i < count; i++) {
		struct completion *place = &all->places[i];

		place->done.run = on_done;
		place->task = list[i];
		place->all = all;
		future_init(&place->given);
		place->given.result = all->results + i * result_size;
		future_add_waiter(list[i], &place->done);
	}
	if (timeout != FOREVER && count > 0)
		timer_set(&all->timer, timer_deadline(timeout), on_timeout);
	return all;
}
