#include <async/wait.h>

#include <stdlib.h>

#include "alarm.h"
#include "exception.h"
#include "task.h"
#include "trace.h"

struct watched {
	struct handle done;
	struct wait *wait;
	struct future *future;
};

struct wait {
	struct future enough;
	struct alarm alarm;
	enum return_when return_when;
	size_t count, left;
	struct watched watched[];
};

static bool is_enough(struct wait *wait, struct future *done)
{
	if (wait->left == 0 || wait->return_when == FIRST_COMPLETED)
		return true;
	if (wait->return_when != FIRST_EXCEPTION || !done->exception)
		return false;
	done->retrieved = true;
	return true;
}

static void on_done(struct handle *handle)
{
	struct watched *watched = (struct watched *)handle;
	struct wait *wait = watched->wait;

	wait->left--;
	if (!is_enough(wait, watched->future))
		return;
	alarm_cancel(&wait->alarm);
	future_set_result(&wait->enough);
}

static struct wait *begin(struct future *const *futures, size_t count,
			  enum return_when return_when)
{
	async_future_pointer_ const *list = (async_future_pointer_ const *)futures;
	struct wait *wait = calloc(1, sizeof *wait + count * sizeof(struct watched));

	if (!wait)
		raise (MemoryError, "no room to wait for %zu tasks", count);
	future_init(&wait->enough);
	wait->return_when = return_when;
	wait->count = wait->left = count;
	for (size_t i = 0; i < count; i++) {
		wait->watched[i] = (struct watched){ { .run = on_done }, wait, list[i] };
		future_add_waiter(list[i], &wait->watched[i].done);
		if (__builtin_expect(trace_is_on, false))
			task_tell_part(&wait->enough, list[i]);
	}
	return wait;
}

/* Gives how many are done. */
static int end(struct wait *wait)
{
	int done = 0;

	alarm_cancel(&wait->alarm);
	for (size_t i = 0; i < wait->count; i++) {
		future_remove_waiter(&wait->watched[i].done);
		if (wait->watched[i].future->state != FUTURE_PENDING)
			done++;
	}
	free(wait);
	return done;
}

async_define (int, async_wait_for_several, (struct future *const *, futures),
	     (size_t, count), (enum return_when, return_when), (double, timeout))
{
	struct wait *wait;
	struct exception *raised;
	int done;

	if (count == 0)
		raise (ValueError, "Set of Tasks/Futures is empty.");
	wait = begin(futures, count, return_when);
	alarm_set(&wait->alarm, &wait->enough, timeout);
	raised = future_wait_caught(&wait->enough);
	done = end(wait);
	if (raised)
		exception_pass_on(raised);
	return done;
}
