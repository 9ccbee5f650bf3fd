/* Tasks: their order, their results, their end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

#include "said.h"

async (int, twice, (int, n))
{
	say("%d", n);
	await (async_sleep(0));
	return 2 * n;
}

async (void, in_order)
{
	Task(int) one = create_task(twice(1)), two = create_task(twice(2));

	say("created");
	int b = await (two), a = await (one);
	say("%d %d", a, b);
}

static void tasks_start_in_the_next_turn_in_order_of_creation(void **state)
{
	(void)state;
	async_run(in_order());
	assert_string_equal(said(), "created 1 2 2 4");
}

struct large {
	int numbers[40];
};

async (struct large, large)
{
	struct large result = { .numbers[39] = 7 };

	return result;
}

async (int, await_large)
{
	Task(struct large) task = create_task(large());

	return await (task).numbers[39] + task_result(task).numbers[39];
}

static void a_result_may_be_larger_than_a_register(void **state)
{
	(void)state;
	assert_int_equal(async_run(await_large()), 14);
}

async (void, failing)
{
	raise (ValueError, "no");
}

async (void, await_twice)
{
	Task(void) task = create_task(failing());

	try {
		say("%s", task_exception(task) ? "" : "nothing");
	} except (InvalidStateError, e) {
		say("pending");
	} end_try
	for (volatile int i = 0; i < 2; i++) {
		try {
			await (task);
		} except (ValueError, e) {
			say("%s", e->message);
		} end_try
	}
	say("%s", task_exception(task)->message);
}

static void an_exception_is_raised_each_time_that_it_is_awaited(void **state)
{
	(void)state;
	async_run(await_twice());
	assert_string_equal(said(), "pending no no no");
}

async (void, awaits_itself)
{
	try {
		future_wait(&current_task()->future, NULL);
	} except (RuntimeError, e) {
		say("%.27s", e->message);
	} end_try
}

static void a_task_cannot_await_itself(void **state)
{
	(void)state;
	async_run(awaits_itself());
	assert_string_equal(said(), "Task cannot await on itself");
}

async (void, refuses)
{
	try {
		await (async_sleep(1));
	} except (CancelledError, e) {
		say("refused");
	} end_try
}

async (void, cancel_and_uncancel)
{
	Task(void) task = create_task(refuses());

	await (async_sleep(0));
	say("%d", task_cancel(task));
	say("%u", task_cancelling(task));
	say("%u", task_uncancel(task));
	await (task);
	say("%d %d", task_cancelled(task), task_cancel(task));
}

static void a_task_may_refuse_to_be_cancelled(void **state)
{
	(void)state;
	async_run(cancel_and_uncancel());
	assert_string_equal(said(), "1 1 0 refused 0 0");
}

async (void, cancels_itself)
{
	future_cancel(&current_task()->future);
	say("goes on");
}

async (void, cancelled_at_the_end)
{
	Task(void) task = create_task(cancels_itself());

	await (async_wait(&task, 1));
	say("%d", task_cancelled(task));
}

static void a_request_that_is_never_raised_cancels_at_the_end(void **state)
{
	(void)state;
	async_run(cancelled_at_the_end());
	assert_string_equal(said(), "goes on 1");
}

static void note(Task(int) task, void *which)
{
	say("%s%d", (const char *)which, task_result(task));
}

static void never(Task(int) task, void *which)
{
	(void)task;
	say("never %s", (const char *)which);
}

async (void, callbacks)
{
	Task(int) task = create_task(twice(3));

	task_add_done_callback(task, note, "a");
	task_add_done_callback(task, never, "b");
	task_add_done_callback(task, note, "c");
	say("%d", task_remove_done_callback(task, never));
	await (task);
	await (async_sleep(0));
}

static void done_callbacks_run_in_order_and_can_be_removed(void **state)
{
	(void)state;
	async_run(callbacks());
	assert_string_equal(said(), "1 3 a6 c6");
}

async (void, release_many)
{
	for (int i = 0; i < 2000; i++) {
		Task(int) task = create_task(twice(0));

		task_release(task);
		said();
	}
	await (async_sleep(0));
	await (async_sleep(0));
	await (async_sleep(0));
	said();
}

static void a_task_that_is_given_up_frees_itself(void **state)
{
	(void)state;
	async_run(release_many());
	said();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks_start_in_the_next_turn_in_order_of_creation),
		cmocka_unit_test(a_result_may_be_larger_than_a_register),
		cmocka_unit_test(an_exception_is_raised_each_time_that_it_is_awaited),
		cmocka_unit_test(a_task_cannot_await_itself),
		cmocka_unit_test(a_task_may_refuse_to_be_cancelled),
		cmocka_unit_test(a_request_that_is_never_raised_cancels_at_the_end),
		cmocka_unit_test(done_callbacks_run_in_order_and_can_be_removed),
		cmocka_unit_test(a_task_that_is_given_up_frees_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
