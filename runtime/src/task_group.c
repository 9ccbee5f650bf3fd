#include <async/task_group.h>

#include <stdlib.h>

#include "exception.h"
#include "loop.h"
#include "task.h"
#include "trace.h"

/* One of the group's tasks; struct handle is told of its end. */
struct member {
	struct handle done;
	struct task_group *group;
	struct task *task;
	struct member *next, *previous;
};

struct task_group {
	struct task *parent;
	struct member *first, *last; /* not ended; oldest first */
	struct exception **errors;   /* owned ones */
	unsigned error_count, error_capacity;
	struct exception *base_error; /* KeyboardInterrupt; owned */
	struct future *all_done;      /* the exit waits for it; or NULL */
	bool is_exiting, is_aborting;
	bool parent_cancel_is_requested;
};

struct task_group *task_group_new_(void)
{
	struct task_group *group = calloc(1, sizeof *group);

	if (!group)
		raise (MemoryError, "no room for a task group");
	return group;
}

static void free_group(struct task_group *group)
{
	for (unsigned i = 0; i < group->error_count; i++)
		exception_release(group->errors[i]);
	free(group->errors);
	exception_release(group->base_error);
	free(group);
}

/* ---- its tasks ---- */

static void enlist(struct task_group *group, struct member *member)
{
	member->previous = group->last;
	if (group->last)
		group->last->next = member;
	else
		group->first = member;
	group->last = member;
}

static void strike_off(struct task_group *group, struct member *member)
{
	if (member->previous)
		member->previous->next = member->next;
	else
		group->first = member->next;
	if (member->next)
		member->next->previous = member->previous;
	else
		group->last = member->previous;
	free(member);
}

static void abort_group(struct task_group *group)
{
	group->is_aborting = true;
	for (struct member *at = group->first; at; at = at->next)
		future_cancel(&at->task->future);
}

static void add_error(struct task_group *group, struct exception *error)
{
	unsigned capacity = group->error_capacity ? group->error_capacity * 2 : 4;
	struct exception **errors;

	if (group->error_count == group->error_capacity) {
		errors = realloc(group->errors, capacity * sizeof *errors);
		if (!errors)
			return;
		group->errors = errors;
		group->error_capacity = capacity;
	}
	group->errors[group->error_count++] = exception_retain(error);
}

static void note_base_error(struct task_group *group, struct exception *error)
{
	if (!group->base_error && exception_is(error, KeyboardInterrupt))
		group->base_error = exception_retain(error);
}

/* The parent is cancelled, so that its body ends; the exit takes that request
 * back. */
static void take_error(struct task_group *group, struct exception *error)
{
	add_error(group, error);
	note_base_error(group, error);
	if (group->is_aborting || group->parent_cancel_is_requested)
		return;
	abort_group(group);
	group->parent_cancel_is_requested = true;
	future_cancel(&group->parent->future);
}

static void on_done(struct handle *handle)
{
	struct member *member = (struct member *)handle;
	struct task_group *group = member->group;
	struct task *task = member->task;

	strike_off(group, member);
	if (group->all_done && !group->first)
		future_set_result(group->all_done);
	if (!task->future.exception)
		return;
	task->future.retrieved = true;
	take_error(group, task->future.exception);
}

void task_group_check_(const struct task_group *group)
{
	if (!group->parent)
		raise (RuntimeError, "TaskGroup has not been entered");
	if (group->is_exiting && !group->first)
		raise (RuntimeError, "TaskGroup is finished");
	if (group->is_aborting)
		raise (RuntimeError, "TaskGroup is shutting down");
}

struct task *task_group_add_(struct task_group *group, struct task *task)
{
	struct member *member = calloc(1, sizeof *member);

	if (!member) {
		future_cancel(&task->future);
		raise (MemoryError, "no room for another task in a group");
	}
	member->done.run = on_done;
	member->group = group;
	member->task = task;
	enlist(group, member);
	future_add_waiter(&task->future, &member->done);
	return task;
}

/* ---- the scope ---- */

async_define (struct task_group *, task_group_scope_aenter, (struct task_group *, group))
{
	if (group->parent)
		raise (RuntimeError, "TaskGroup has already been entered");
	group->parent = current_task();
	return group;
}

static void tell_members(const struct task_group *group, const struct future *all_done)
{
	for (const struct member *at = group->first; at; at = at->next)
		task_tell_part(all_done, &at->task->future);
}

/* Waits for all, and gives the last cancellation that was not of our own making
 * (`cancelled` until then): owned. */
static struct exception *wait_for_all(struct task_group *group,
				      struct exception *cancelled)
{
	struct future all_done;
	struct exception *raised;

	while (group->first) {
		future_init(&all_done);
		group->all_done = &all_done;
		if (__builtin_expect(trace_is_on, false))
			tell_members(group, &all_done);
		raised = future_wait_caught(&all_done);
		group->all_done = NULL;
		if (raised && !group->is_aborting) {
			exception_release(cancelled);
			cancelled = raised;
			abort_group(group);
		} else {
			exception_release(raised);
		}
	}
	return cancelled;
}

/* A cancellation that goes on outwards, if no error is more important: owned. */
static struct exception *cancellation_of(struct task_group *group,
					 struct exception *exception)
{
	bool is_taken_back =
		group->parent_cancel_is_requested && task_uncancel_(group->parent) == 0;

	if (!exception || exception->type != CancelledError || is_taken_back)
		return NULL;
	return exception_retain(exception);
}

/* What the exit is to raise: owned, or NULL. */
static struct exception *outcome(struct task_group *group, struct exception *exception,
				 struct exception *cancelled)
{
	struct exception *raised = NULL;

	if (group->base_error)
		return exception_retain(group->base_error);
	if (cancelled && group->error_count == 0)
		return exception_retain(cancelled);
	if (exception && exception->type != CancelledError)
		add_error(group, exception);
	if (group->error_count) {
		raised = exception_group_new("unhandled errors in a TaskGroup",
					     group->errors, group->error_count);
		raised->suppress_context = true;
	}
	return raised;
}

async_define (void, task_group_scope_aexit, (struct task_group *, group),
	     (struct exception *, exception))
{
	struct exception *cancelled, *raised;

	group->is_exiting = true;
	if (exception)
		note_base_error(group, exception);
	cancelled = cancellation_of(group, exception);
	if (exception && !group->is_aborting)
		abort_group(group);
	cancelled = wait_for_all(group, cancelled);
	raised = outcome(group, exception, cancelled);
	exception_release(cancelled);
	free_group(group);
	if (raised && raised != exception)
		exception_throw(raised);
	exception_release(raised);
}
