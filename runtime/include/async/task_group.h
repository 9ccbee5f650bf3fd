/*
 * Task groups: tasks that end before the block does.
 *
 *	async_with (group, task_group()) {            async with asyncio.TaskGroup() as group:
 *		group_create_task(group, work("a"));          group.create_task(work("a"))
 *		group_create_task(group, work("b"));          group.create_task(work("b"))
 *	} end_with
 *
 * The end of the block waits for all of them. When one raises an exception, the
 * others and the body are cancelled; then, with all of them done, the block
 * raises an ExceptionGroup of what was raised (CancelledError is not counted).
 * When the body raises, the tasks are cancelled, and its exception is one of
 * the group's.
 *
 * asyncio.TaskGroup, of Python 3.11.
 */
#ifndef ASYNC_TASK_GROUP_H
#define ASYNC_TASK_GROUP_H

#include "context_manager.h"
#include "exception_group.h"
#include "task.h"

struct task_group;

/* TaskGroup.create_task(): a Task(T). Raises RuntimeError if the group is being
 * left for an exception, or has been left; MemoryError. */
#define group_create_task(group, coroutine_)                            \
	({                                                              \
		struct task_group *group_ = (group);                    \
		__auto_type object_ = (coroutine_);                     \
		ASYNC_EXPECT_COROUTINE_("group_create_task", object_);  \
		task_group_check_(group_);                              \
		(Task(ASYNC_RESULT_OF_(object_)))task_group_add_(       \
			group_,                                         \
			task_create_(&object_, ASYNC_TYPE_OF_(object_), \
				     sizeof(object_),                   \
				     ASYNC_SIZE_OF_(ASYNC_RESULT_OF_(object_)), \
				     ASYNC_LOCATION("create_task (" #coroutine_ ")"))); \
	})

void task_group_check_(const struct task_group *);
struct task *task_group_add_(struct task_group *, struct task *);

/* What async_with makes of a struct task_group *. */
async_declare(struct task_group *, task_group_scope_aenter,
	      (struct task_group *, group));
async_declare(void, task_group_scope_aexit, (struct task_group *, group),
	      (struct exception *, exception));
async_context_manager (task_group_scope, struct task_group *);

/* A new group. It is freed when it is left. Raises MemoryError. */
#define task_group() task_group_scope(task_group_new_())
struct task_group *task_group_new_(void);

#endif
