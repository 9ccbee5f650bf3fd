/* Limits of time: wait_for and timeout. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

#include "said.h"

async (int, work, (double, seconds), (bool, refuses))
{
	try {
		await (async_sleep(seconds));
	} except (CancelledError, e) {
		say("cancelled");
		await (async_sleep(0));
		if (refuses)
			return -1;
		raise ();
	} end_try
	return 7;
}

async (void, wait_for_in_ways)
{
	say("%d", await (wait_for(work(0, false), 3600)));
	say("%d", await (wait_for(work(3600, true), 0.001)));
	try {
		await (wait_for(create_task(work(3600, false)), 0.001));
	} except (TimeoutError, e) {
		say("late because of %s", e->cause->type->name);
	} end_try
	try {
		await (wait_for(work(0, false), 0));
	} except (TimeoutError, e) {
		say("never started");
	} end_try
}

static void wait_for_comes_after_the_clean_up(void **state)
{
	(void)state;
	async_run(wait_for_in_ways());
	assert_string_equal(said(), "7 cancelled -1 cancelled late because of "
				    "CancelledError never started");
}

async (void, nested_timeouts)
{
	struct timeout outer = Timeout(0.001);

	try {
		async_with (&outer) {
			async_with (timeout(3600)) {
				await (work(3600, false));
			} end_with
		} end_with
	} except (TimeoutError, e) {
		say("outer %d", timeout_expired(&outer));
	} end_try
}

static void only_the_scope_whose_time_is_up_raises(void **state)
{
	(void)state;
	async_run(nested_timeouts());
	assert_string_equal(said(), "cancelled outer 1");
}

async (void, cancelled_in_timeout)
{
	async_with (timeout(3600)) {
		await (work(3600, false));
	} end_with
}

async (void, cancel_from_outside)
{
	Task(void) task = create_task(cancelled_in_timeout());

	await (async_sleep(0));
	task_cancel(task);
	await (async_wait(&task, 1));
	say("%d", task_cancelled(task));
}

static void a_cancellation_from_outside_stays_one(void **state)
{
	(void)state;
	async_run(cancel_from_outside());
	assert_string_equal(said(), "cancelled 1");
}

async (void, misuse)
{
	struct timeout limit = Timeout(FOREVER);

	try {
		timeout_reschedule(&limit, 0);
	} except (RuntimeError, e) {
		say("%s;", e->message);
	} end_try
	async_with (&limit) {
	} end_with
	try {
		timeout_reschedule(&limit, 0);
	} except (RuntimeError, e) {
		say("%s;", e->message);
	} end_try
	try {
		async_with (&limit) {
			say("?");
		} end_with
	} except (RuntimeError, e) {
		say("%s", e->message);
	} end_try
}

static void a_timeout_is_good_for_one_block(void **state)
{
	(void)state;
	async_run(misuse());
	assert_string_equal(said(),
			    "Timeout has not been entered; Cannot change state of "
			    "finished Timeout; Timeout has already been entered");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wait_for_comes_after_the_clean_up),
		cmocka_unit_test(only_the_scope_whose_time_is_up_raises),
		cmocka_unit_test(a_cancellation_from_outside_stays_one),
		cmocka_unit_test(a_timeout_is_good_for_one_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
