/* gather, shield, wait and as_completed: several at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

#include "said.h"

/* Turns are counted: no pause that the machine makes changes who is first. */
async (void, some_turns, (int, turns))
{
	while (turns-- > 0)
		await (async_sleep(0));
}

async (int, number, (int, n), (int, turns))
{
	await (some_turns(turns));
	if (n < 0)
		raise (ValueError, "%d", n);
	say("%d", n);
	return n;
}

async (int, never)
{
	await (async_sleep(3600));
	return 0;
}

async (const char *, word)
{
	return "word";
}

async (void, gather_numbers)
{
	int *numbers = await (gather(number(1, 20), number(2, 10), number(3, 0)));

	say("= %d %d %d", numbers[0], numbers[1], numbers[2]);
}

static void results_come_in_the_order_of_the_arguments(void **state)
{
	(void)state;
	async_run(gather_numbers());
	assert_string_equal(said(), "3 2 1 = 1 2 3");
}

async (void, gather_different)
{
	Task(int) a = create_task(number(1, 0));
	Task(const char *) b = create_task(word());

	await (gather(a, b));
	say("%d %s", task_result(a), task_result(b));
}

static void different_results_are_read_from_the_tasks(void **state)
{
	(void)state;
	async_run(gather_different());
	assert_string_equal(said(), "1 1 word");
}

async (void, gather_failing)
{
	try {
		await (gather(number(-1, 0), number(2, 10)));
	} except (ValueError, e) {
		say("caught %s", e->message);
	} end_try
	await (some_turns(20));
}

static void the_first_exception_is_raised_at_once_and_the_others_go_on(void **state)
{
	(void)state;
	async_run(gather_failing());
	assert_string_equal(said(), "caught -1 2");
}

async (void, gather_exceptions)
{
	struct exception **raised = await (gather_return_exceptions(
		number(1, 0), number(-2, 0), create_task(number(3, 0))));

	say("%s %s %s", raised[0] ? "?" : "ok", raised[1]->message,
	    raised[2] ? "?" : "ok");
}

static void exceptions_can_be_results(void **state)
{
	(void)state;
	async_run(gather_exceptions());
	assert_string_equal(said(), "1 3 ok -2 ok");
}

async (void, cancel_gather)
{
	Task(int) a = create_task(number(1, 100)), b = create_task(number(2, 100));
	Future(int *) both = gather(a, b);

	await (async_sleep(0));
	say("%d", task_cancel(both));
	try {
		await (both);
	} except (CancelledError, e) {
		say("cancelled %d %d", task_cancelled(a), task_cancelled(b));
	} end_try
	task_release(both);
}

static void cancelling_a_gather_cancels_its_members(void **state)
{
	(void)state;
	async_run(cancel_gather());
	assert_string_equal(said(), "1 cancelled 1 1");
}

async (void, shield_and_cancel)
{
	Task(int) inner = create_task(number(5, 10));
	Future(int) outer = shield(inner);

	task_cancel(outer);
	try {
		await (outer);
	} except (CancelledError, e) {
		say("cancelled");
	} end_try
	say("%d", await (inner));
	say("%d", await (shield(number(6, 0))));
}

static void a_shield_keeps_a_cancellation_off(void **state)
{
	(void)state;
	async_run(shield_and_cancel());
	assert_string_equal(said(), "cancelled 5 5 6 6");
}

async (void, wait_in_ways)
{
	Task(int) tasks[] = { create_task(never()), create_task(number(2, 0)),
			      create_task(number(-3, 20)) };

	say("first %d", await (async_wait(tasks, 3, FIRST_COMPLETED)));
	say("exception %d", await (async_wait(tasks, 3, FIRST_EXCEPTION)));
	say("limit %d", await (async_wait(tasks, 3, ALL_COMPLETED, 0.001)));
	task_cancel(tasks[0]);
	say("all %d", await (async_wait(tasks, 3)));
	try {
		await (async_wait(tasks, 0));
	} except (ValueError, e) {
		say("%s", e->message);
	} end_try
}

static void wait_says_how_many_are_done(void **state)
{
	(void)state;
	async_run(wait_in_ways());
	assert_string_equal(said(), "2 first 1 exception 2 limit 2 all 3 "
				    "Set of Tasks/Futures is empty.");
}

async (int, silent, (int, n), (int, turns))
{
	await (some_turns(turns));
	if (n < 0)
		raise (ValueError, "%d", n);
	return n;
}

async (void, take_as_completed, (Task(int) *, tasks), (size_t, count), (double, limit))
{
	for_each (Future(int), earliest, as_completed(tasks, count, limit)) {
		try {
			say("got %d", await (earliest));
		} except (Exception, e) {
			say("%s", e->type->name);
		} end_try
	}
}

async (void, as_they_come)
{
	Task(int) tasks[] = { create_task(silent(3, 20)), create_task(silent(1, 0)),
			      create_task(silent(-2, 10)), create_task(never()) };

	await (take_as_completed(tasks, 3, 3600));
	await (take_as_completed(tasks + 3, 1, 0.001));
}

static void results_come_as_they_are_completed(void **state)
{
	(void)state;
	async_run(as_they_come());
	assert_string_equal(said(), "got 1 ValueError got 3 TimeoutError");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(results_come_in_the_order_of_the_arguments),
		cmocka_unit_test(different_results_are_read_from_the_tasks),
		cmocka_unit_test(
			the_first_exception_is_raised_at_once_and_the_others_go_on),
		cmocka_unit_test(exceptions_can_be_results),
		cmocka_unit_test(cancelling_a_gather_cancels_its_members),
		cmocka_unit_test(a_shield_keeps_a_cancellation_off),
		cmocka_unit_test(wait_says_how_many_are_done),
		cmocka_unit_test(results_come_as_they_are_completed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
