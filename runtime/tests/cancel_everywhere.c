#define _GNU_SOURCE
#include "cancel_everywhere.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <async.h>

#include "loop.h"
#include "sanitizer.h"
#include "trace.h"

/* When a trial's task is cancelled. */
enum moment { NEVER, AS_IT_SUSPENDS, AS_IT_WAKES };

static const char *const words_of_moment[] = {
	[NEVER] = "not cancelled",
	[AS_IT_SUSPENDS] = "cancelled as it suspends",
	[AS_IT_WAKES] = "cancelled as it is about to go on after it was suspended",
};

/* One run. */
struct trial {
	const struct cancelled_object *object;
	enum moment moment;
	unsigned at;   /* the suspension at which it is to be cancelled, from 1 */
	unsigned seen; /* suspensions so far */
	bool cancelled;
	struct task *task;
	struct handle about_to_wake; /* runs just before the task goes on */
	struct timer patience;
	struct cancelled_everywhere *outcome;
};

static struct trial *trial;

/* A run takes so long at most, in seconds: only what hangs does. */
#define PATIENCE 300.0

/* ---- what is wrong ---- */

__attribute__((format(printf, 1, 2))) static void fault(const char *format, ...)
{
	char *text = trial->outcome->fault;
	size_t size = sizeof trial->outcome->fault;
	int used;
	va_list arguments;

	if (*text)
		return;
	used = snprintf(text, size, "%s, %s", trial->object->type->name,
			words_of_moment[trial->moment]);
	if (trial->moment != NEVER)
		used += snprintf(text + used, size - (size_t)used, " for the %u. time",
				 trial->at);
	used += snprintf(text + used, size - (size_t)used, ": ");
	va_start(arguments, format);
	vsnprintf(text + used, size - (size_t)used, format, arguments);
	va_end(arguments);
}

/* ---- what is there ---- */

/* Where each descriptor leads. */
struct descriptors {
	char to[256][80];
};

static void list_descriptors(struct descriptors *list)
{
	for (int i = 0; i < 256; i++) {
		char path[40];
		ssize_t length;

		snprintf(path, sizeof path, "/proc/self/fd/%d", i);
		length = readlink(path, list->to[i], sizeof list->to[i] - 1);
		list->to[i][length < 0 ? 0 : length] = '\0';
	}
}

static void compare_descriptors(const struct descriptors *before)
{
	static struct descriptors now;

	list_descriptors(&now);
	for (int i = 0; i < 256; i++)
		if (*now.to[i] && !*before->to[i])
			fault("descriptor %d is still open, on %s", i, now.to[i]);
}

static void look_for_children(void)
{
	siginfo_t info = { 0 };

	if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0)
		fault("there is still a child, %s",
		      info.si_pid ? "that nobody has waited for" : "that runs");
}

static void look_for_lost_memory(void)
{
#ifdef __SANITIZE_ADDRESS__
	extern int __lsan_do_recoverable_leak_check(void);

	if (__lsan_do_recoverable_leak_check())
		fault("memory is lost, see standard error");
#endif
}

static void note_handle(uv_handle_t *handle, void *argument)
{
	const char **name = argument;

	if (uv_is_active(handle) && uv_has_ref(handle) && !uv_is_closing(handle))
		*name = uv_handle_type_name(uv_handle_get_type(handle));
}

/* One that is still at work, or NULL. */
static const char *active_handle(void)
{
	const char *name = NULL;

	if (loop_current->uv_begun)
		uv_walk(&loop_current->uv, note_handle, &name);
	return name;
}

/* ---- cancelling ---- */

static void cancel_now(void)
{
	trial->cancelled = true;
	future_cancel(&trial->task->future);
}

static void cancel_before_it_wakes(struct handle *handle)
{
	(void)handle;
	if (trial->task->future.state == FUTURE_PENDING)
		cancel_now();
}

/* What it waits for wakes this handle first. (A turn that is given away is no future:
 * there, nothing can have happened.) */
static void wait_before_it(struct task *task)
{
	if (!task->waiting_for || task->waiting_for->state != FUTURE_PENDING)
		return;
	future_remove_waiter(&task->wakeup);
	future_add_waiter(task->waiting_for, &trial->about_to_wake);
	future_add_waiter(task->waiting_for, &task->wakeup);
}

static void on_event(enum trace_kind kind, struct task *task)
{
	if (kind != TRACE_SUSPEND || task != trial->task || trial->cancelled)
		return;
	if (++trial->seen != trial->at)
		return;
	if (trial->moment == AS_IT_SUSPENDS)
		cancel_now();
	else if (trial->moment == AS_IT_WAKES)
		wait_before_it(task);
}

static void lose_patience(struct handle *handle)
{
	(void)handle;
	fault("it hangs");
	fprintf(stderr, "%s\n", trial->outcome->fault);
	abort();
}

/* ---- a run ---- */

static void judge_end(const struct future *ended, bool may_end_otherwise)
{
	char text[300];

	if (trial->cancelled ? may_end_otherwise
			     : ended->state == FUTURE_FINISHED && !ended->exception)
		return;
	if (!trial->cancelled || ended->exception)
		fault("it has ended with %s",
		      exception_repr(ended->exception, text, sizeof text));
	else if (ended->state != FUTURE_CANCELLED)
		fault("it went on as if nothing had happened");
}

/* What threads and libuv are still at may come to its end. */
async (void, wait_for_quiet, (double, seconds))
{
	double until = loop_time() + seconds;

	while (active_handle() && loop_time() < until)
		await (async_sleep(0.0005));
}

async (void, run_trial, (struct cancel_options, options))
{
	const struct cancelled_object *object = trial->object;
	struct future *ended;

	trial->task = task_create_(object->object, object->type, object->size,
				   object->result_size, NULL);
	ended = &trial->task->future;
	trial->about_to_wake = (struct handle){ .run = cancel_before_it_wakes };
	trial->patience = (struct timer){ .index = TIMER_IDLE };
	timer_set(&trial->patience, timer_deadline(PATIENCE), lose_patience);
	trace_set_probe(on_event);
	future_suspend(ended);
	trace_set_probe(NULL);
	timer_cancel(&trial->patience);
	future_remove_waiter(&trial->about_to_wake);
	ended->retrieved = true;
	judge_end(ended, options.may_end_otherwise);
	await (wait_for_quiet(options.quiet_after > 0 ? options.quiet_after : PATIENCE));
	if (active_handle())
		fault("a handle of the loop is still at work, a %s", active_handle());
}

static void run(struct trial *new_trial, struct cancel_options options)
{
	const char *wrong;

	trial = new_trial;
	async_run(run_trial(options));
	look_for_children();
	look_for_lost_memory();
	wrong = options.check ? options.check() : NULL;
	if (wrong)
		fault("%s", wrong);
}

/* Until it ends before it could be cancelled. */
static void cancel_at_each(struct trial first, const struct descriptors *before,
			   struct cancel_options options)
{
	for (first.at = 1; !*first.outcome->fault; first.at++) {
		struct trial next = first;

		run(&next, options);
		compare_descriptors(before);
		if (!next.cancelled && next.seen < next.at)
			break;
		if (next.cancelled)
			first.outcome->suspensions++;
	}
}

struct cancelled_everywhere cancel_everywhere_(const struct cancelled_object *object,
					       struct cancel_options options)
{
	static struct descriptors before;
	struct cancelled_everywhere outcome = { 0 };
	struct trial first = { .object = object, .outcome = &outcome };

	for (int i = 0; i < 2; i++) {
		struct trial whole = first;

		run(&whole, options);
		if (i > 0)
			compare_descriptors(&before);
		list_descriptors(&before);
	}
	first.moment = AS_IT_SUSPENDS;
	cancel_at_each(first, &before, options);
	first.moment = AS_IT_WAKES;
	cancel_at_each(first, &before, options);
	return outcome;
}
