/* Threads: what blocks is done beside the loop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

#include "cancel_everywhere.h"
#include "said.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

static atomic_int calls;

blocking(int, slow_sum, (int, a), (int, b))
{
	usleep(2000);
	calls++;
	return a + b;
}

/* Raises after the trial that began it has ended, if that was given up. */
blocking(void, slow_failure)
{
	usleep(2000);
	try {
		raise (KeyError, "inner");
	} except (KeyError, e) {
		raise (ValueError, "outer");
	} end_try
}

async (void, ticker)
{
	await (async_sleep(0));
	say("tick");
}

async (void, sum_in_thread)
{
	Task(void) ticking = create_task(ticker());
	int sum = await (to_thread(slow_sum, 1, 2));

	say("%d", sum);
	say("%d", slow_sum(3, 4));
	await (ticking);
}

static void the_loop_goes_on_meanwhile(void **state)
{
	(void)state;
	async_run(sum_in_thread());
	assert_string_equal(said(), "tick 3 7");
}

async (void, failure_in_thread)
{
	try {
		await (to_thread(slow_failure));
	} except (ValueError, e) {
		say("%s after %s", e->message, e->context->message);
	} end_try
}

static void what_is_raised_there_is_raised_here(void **state)
{
	(void)state;
	async_run(failure_in_thread());
	assert_string_equal(said(), "outer after 'inner'");
}

static atomic_bool has_begun, may_end;

blocking(void, wait_at_gate)
{
	has_begun = true;
	while (!may_end)
		usleep(100);
	calls++;
}

async (void, cancel_a_thread)
{
	Task(void) task = create_task(to_thread(wait_at_gate));

	while (!has_begun)
		await (async_sleep(0.001));
	task_cancel(task);
	try {
		await (task);
	} except (CancelledError, e) {
		may_end = true;
	} end_try
}

static void a_call_goes_on_when_its_task_is_cancelled_and_run_waits(void **state)
{
	(void)state;
	calls = 0;
	async_run(cancel_a_thread());
	assert_int_equal(calls, 1);
}

thread_function(size_t, strlen, (const char *, text));

async (void, side_by_side)
{
	/* NOLINTNEXTLINE(bugprone-sizeof-expression): a label is a pointer */
	int *sums = await (gather(to_thread(slow_sum, 1, 1), to_thread(slow_sum, 2, 2),
				 to_thread(slow_sum, 3, 3), to_thread(slow_sum, 4, 4)));

	say("%d %d %d %d %zu", sums[0], sums[1], sums[2], sums[3],
	    await (to_thread(strlen, "seven..")));
}

static void several_threads_work_side_by_side(void **state)
{
	(void)state;
	async_run(side_by_side());
	assert_string_equal(said(), "2 4 6 8 7");
}

static void threads_may_be_abandoned_anywhere(void **state)
{
	(void)state;
	assert_cancellable(side_by_side());
	assert_cancellable(failure_in_thread());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_loop_goes_on_meanwhile),
		cmocka_unit_test(what_is_raised_there_is_raised_here),
		cmocka_unit_test(a_call_goes_on_when_its_task_is_cancelled_and_run_waits),
		cmocka_unit_test(several_threads_work_side_by_side),
		cmocka_unit_test(threads_may_be_abandoned_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
