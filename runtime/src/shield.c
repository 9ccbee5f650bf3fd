#include <async/shield.h>

#include <stdlib.h>
#include <string.h>

#include "exception.h"
#include "handle.h"
#include "kept.h"
#include "loop.h"
#include "task.h"

struct shield {
	struct future future; /* the outer one */
	struct kept kept;
	struct future *inner; /* NULL: nothing more is to come from it */
	struct handle inner_done, outer_done;
	size_t result_size;
	max_align_t result[];
};

#define OF(handle, member)                                                               \
	((struct shield *)((char *)(handle)-offsetof(struct shield, member)))

static void free_shield(struct kept *kept)
{
	struct shield *shield = OF(kept, kept);

	future_report(&shield->future, "Future exception was never retrieved");
	exception_release(shield->future.exception);
	free(shield);
}

static void release(struct future *future)
{
	struct shield *shield = (struct shield *)future;

	future->released = true;
	if (shield->inner || handle_is_queued(&shield->outer_done))
		return;
	kept_remove(&shield->kept);
	free_shield(&shield->kept);
}

static void release_if_given_up(struct shield *shield)
{
	if (shield->future.released)
		release(&shield->future);
}

static void pass_outcome(struct shield *shield, struct future *inner)
{
	if (shield->future.state == FUTURE_CANCELLED) {
		inner->retrieved = true;
	} else if (inner->state == FUTURE_CANCELLED) {
		future_cancel(&shield->future);
	} else if (inner->exception) {
		inner->retrieved = true;
		future_set_exception(&shield->future, exception_retain(inner->exception));
	} else {
		memcpy(shield->result, inner->result, shield->result_size);
		future_set_result(&shield->future);
	}
}

static void on_inner_done(struct handle *handle)
{
	struct shield *shield = OF(handle, inner_done);
	struct future *inner = shield->inner;

	shield->inner = NULL;
	pass_outcome(shield, inner);
	release_if_given_up(shield);
}

/* A turn after it was cancelled: an inner one that has just ended is still
 * looked at. */
static void on_outer_done(struct handle *handle)
{
	struct shield *shield = OF(handle, outer_done);

	if (shield->inner && shield->inner->state == FUTURE_PENDING) {
		future_remove_waiter(&shield->inner_done);
		shield->inner = NULL;
	}
	release_if_given_up(shield);
}

struct future *shield_(struct future *inner, size_t result_size, bool inner_is_given_up)
{
	struct shield *shield;

	if (inner->state != FUTURE_PENDING)
		return inner;
	shield = calloc(1, sizeof *shield + result_size);
	if (!shield)
		raise (MemoryError, "no room for a shield");
	future_init(&shield->future);
	shield->future.release = release;
	shield->future.result = shield->result;
	shield->result_size = result_size;
	shield->inner = inner;
	shield->inner_done.run = on_inner_done;
	shield->outer_done.run = on_outer_done;
	kept_add(&shield->kept, free_shield);
	future_add_waiter(inner, &shield->inner_done);
	future_add_waiter(&shield->future, &shield->outer_done);
	if (inner_is_given_up)
		future_release(inner);
	return &shield->future;
}
