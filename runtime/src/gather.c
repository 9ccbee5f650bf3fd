#include <async/gather.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "kept.h"
#include "loop.h"
#include "task.h"
#include "trace.h"

struct member {
	struct handle done;
	struct gathering *gathering;
	struct future *future; /* NULL: it is done */
};

struct gathering {
	struct future future;
	struct kept kept;
	size_t count, finished;
	size_t result_size; /* or GATHER_EXCEPTIONS */
	bool cancel_is_requested;
	char *results; /* or struct exception **, owned ones */
	struct member members[];
};

static bool returns_exceptions(const struct gathering *gathering)
{
	return gathering->result_size == GATHER_EXCEPTIONS;
}

static struct exception **exceptions_of(struct gathering *gathering)
{
	return (struct exception **)gathering->results;
}

static void free_gathering(struct kept *kept)
{
	struct gathering *gathering =
		(struct gathering *)((char *)kept - offsetof(struct gathering, kept));

	future_report(&gathering->future,
		      "_GatheringFuture exception was never retrieved");
	for (size_t i = 0; returns_exceptions(gathering) && i < gathering->count; i++)
		exception_release(exceptions_of(gathering)[i]);
	exception_release(gathering->future.exception);
	free(gathering->results);
	free(gathering);
}

static void release(struct future *future)
{
	struct gathering *gathering = (struct gathering *)future;

	future->released = true;
	if (gathering->finished < gathering->count)
		return;
	kept_remove(&gathering->kept);
	free_gathering(&gathering->kept);
}

static bool cancel(struct future *future)
{
	struct gathering *gathering = (struct gathering *)future;
	bool any = false;

	for (size_t i = 0; i < gathering->count; i++)
		if (gathering->members[i].future &&
		    future_cancel(gathering->members[i].future))
			any = true;
	if (any)
		gathering->cancel_is_requested = true;
	return any;
}

/* What a member ended by, owned by the caller; NULL: it has a result. (Among
 * results, CPython's is CancelledError('').) */
static struct exception *exception_of(struct future *member, bool as_result)
{
	if (member->state == FUTURE_CANCELLED)
		return as_result ? exception_new(CancelledError, "%s", "")
				 : exception_plain(CancelledError);
	if (!member->exception)
		return NULL;
	member->retrieved = true;
	return exception_retain(member->exception);
}

/* The member may be freed when this turn is over. */
static void store(struct gathering *gathering, size_t index, struct future *member,
		  struct exception *exception)
{
	if (returns_exceptions(gathering))
		exceptions_of(gathering)[index] = exception;
	else if (gathering->result_size)
		memcpy(gathering->results + index * gathering->result_size,
		       member->result, gathering->result_size);
}

static void finish(struct gathering *gathering)
{
	if (gathering->cancel_is_requested)
		future_set_exception(&gathering->future, exception_plain(CancelledError));
	else
		future_set_result(&gathering->future);
}

static void take(struct gathering *gathering, size_t index, struct future *future)
{
	struct exception *exception = exception_of(future, returns_exceptions(gathering));

	if (gathering->future.state != FUTURE_PENDING)
		exception_release(exception);
	else if (exception && !returns_exceptions(gathering))
		future_set_exception(&gathering->future, exception);
	else
		store(gathering, index, future, exception);
	if (gathering->finished == gathering->count)
		finish(gathering);
}

static void on_done(struct handle *handle)
{
	struct member *member = (struct member *)handle;
	struct gathering *gathering = member->gathering;
	struct future *future = member->future;

	member->future = NULL;
	gathering->finished++;
	take(gathering, (size_t)(member - gathering->members), future);
	if (gathering->future.released && gathering->finished == gathering->count)
		release(&gathering->future);
}

static struct gathering *new_gathering(size_t count, size_t result_size)
{
	size_t item = result_size == GATHER_EXCEPTIONS ? sizeof(struct exception *)
						       : result_size;
	struct gathering *gathering =
		calloc(1, sizeof *gathering + count * sizeof(struct member));
	char *results = calloc(count ? count : 1, item ? item : 1);

	if (!gathering || !results) {
		free(gathering);
		free(results);
		raise (MemoryError, "no room for the results of a gather");
	}
	future_init(&gathering->future);
	gathering->future.cancel = cancel;
	gathering->future.release = release;
	gathering->count = count;
	gathering->result_size = result_size;
	gathering->results = results;
	return gathering;
}

static void join(struct gathering *gathering, size_t index, struct future *future,
		 bool is_given_up)
{
	struct member *member = &gathering->members[index];

	*member = (struct member){ { .run = on_done }, gathering, future };
	future_add_waiter(future, &member->done);
	if (__builtin_expect(trace_is_on, false))
		task_tell_part(&gathering->future, future);
	if (is_given_up)
		future_release(future);
}

struct future *gather_(struct future *const *members, size_t count, size_t result_size,
		       const bool *given_up)
{
	struct gathering *gathering = new_gathering(count, result_size);
	async_future_pointer_ const *futures = (async_future_pointer_ const *)members;

	kept_add(&gathering->kept, free_gathering);
	gathering->future.result = &gathering->results;
	for (size_t i = 0; i < count; i++)
		join(gathering, i, futures[i], given_up && given_up[i]);
	if (count == 0)
		future_set_result(&gathering->future);
	return &gathering->future;
}
