/* async_run and the reports: what happens at the end, and what is said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <async.h>

#include "said.h"

static void report(const struct exception_context *context)
{
	say("[%s: %s]", context->message, context->exception->message);
}

async (const char *, text)
{
	return "text";
}

async (void, nested_run)
{
	try {
		say("%s", async_run(text()));
	} except (RuntimeError, e) {
		say("%s", e->message);
	} end_try
}

static void run_gives_what_the_coroutine_gives_and_does_not_nest(void **state)
{
	(void)state;
	assert_string_equal(async_run(text()), "text");
	assert_int_equal(async_run(nested_run()), 0);
	assert_string_equal(said(),
			    "async_run() cannot be called from a running event loop");
}

async (void, failing)
{
	raise (ValueError, "no");
}

static void run_raises_what_the_coroutine_raises(void **state)
{
	(void)state;
	try {
		async_run(failing());
	} except (ValueError, e) {
		say("%s", e->message);
	} end_try
	assert_string_equal(said(), "no");
}

async (void, background)
{
	say("begins");
	try {
		await (async_sleep(5));
	} except (CancelledError, e) {
		await (async_sleep(0.001));
		raise (OSError, "clean-up");
	} end_try
}

async (void, leaves_one)
{
	set_exception_handler(report);
	create_task(background());
	say("leaves");
}

/* It was created before the end, so it has its first turn, as in CPython. */
static void tasks_that_are_left_are_cancelled_and_awaited(void **state)
{
	(void)state;
	async_run(leaves_one());
	assert_string_equal(said(),
			    "leaves begins [unhandled exception during asyncio.run() "
			    "shutdown: clean-up]");
}

enum { CELLS = 1000 };

async (int, sum_of, (const int *, cells))
{
	int sum = 0;

	await (async_sleep(0));
	for (int i = 0; i < CELLS; i++)
		sum += cells[i];
	return sum;
}

async (void, sums_up_in_the_end, (const int *, cells))
{
	try {
		await (async_sleep(5));
	} finally {
		say("%d %d", await (sum_of(cells)), await (create_task(sum_of(cells))));
	} end_try
}

async (void, leaves_what_it_uses)
{
	int cells[CELLS];

	for (int i = 0; i < CELLS; i++)
		cells[i] = 1;
	create_task(sums_up_in_the_end(cells));
	create_task(sums_up_in_the_end(cells));
	await (async_sleep(0.001));
}

/* As in Python, where it lives as long as they do. C does not promise it, and so there
 * are tools that complain. */
static void tasks_that_are_left_find_what_main_had(void **state)
{
	const char *under = getenv("TEST_UNDER");

	(void)state;
	if (under && strcmp(under, "plain") != 0)
		skip();
	async_run(leaves_what_it_uses());
	assert_string_equal(said(), "1000 1000 1000 1000");
}

static void bad_callback(Task(void) task, void *argument)
{
	(void)task;
	raise (KeyError, "%s", (const char *)argument);
}

async (void, nothing)
{
}

async (void, unseen)
{
	set_exception_handler(report);
	task_release(create_task(failing()));
	create_task(failing());
	Task(void) fine = create_task(nothing());
	task_add_done_callback(fine, bad_callback, "callback");
	await (async_sleep(0.001));
	say("end");
}

static void what_nobody_has_seen_is_reported(void **state)
{
	(void)state;
	async_run(unseen());
	assert_string_equal(said(), "[Task exception was never retrieved: no] "
				    "[Exception in callback: 'callback'] end "
				    "[Task exception was never retrieved: no]");
}

async (void, sleeper, (int, n), (double, seconds), (double *, begun))
{
	*begun = loop_time();
	await (async_sleep(seconds));
	say("%d", n);
}

/* How long the machine took to get from the first to the last of them. */
async (double, many_sleepers)
{
	double start = loop_time(), first, last;

	await (gather(sleeper(3, 0.03, &first), sleeper(1, 0.01, &last),
		     sleeper(2, 0.02, &last), sleeper(0, -1, &last)));
	say("%s", loop_time() - start >= 0.03 ? "never early" : "early");
	return last - first;
}

/* If the machine stood still between two of them, their deadlines are in another order. */
static void sleepers_wake_in_the_order_of_their_deadlines(void **state)
{
	(void)state;
	while (async_run(many_sleepers()) > 0.005)
		said();
	assert_string_equal(said(), "0 1 2 3 never early");
}

async (void, sleeps_long)
{
	await (async_sleep(3600));
}

/* valgrind looks through a list of all stacks for each, and ThreadSanitizer has
 * room for 8,000. */
static int many(void)
{
	const char *under = getenv("TEST_UNDER");

	return under && strcmp(under, "plain") != 0 ? 200 : 20000;
}

async (void, many_cancelled)
{
	for (int i = many(); i > 0; i--)
		create_task(sleeps_long());
	await (async_sleep(0));
}

static void cancelling_many_sleepers_takes_no_square_of_time(void **state)
{
	(void)state;
	async_run(many_cancelled());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run_gives_what_the_coroutine_gives_and_does_not_nest),
		cmocka_unit_test(run_raises_what_the_coroutine_raises),
		cmocka_unit_test(tasks_that_are_left_are_cancelled_and_awaited),
		cmocka_unit_test(tasks_that_are_left_find_what_main_had),
		cmocka_unit_test(what_nobody_has_seen_is_reported),
		cmocka_unit_test(sleepers_wake_in_the_order_of_their_deadlines),
		cmocka_unit_test(cancelling_many_sleepers_takes_no_square_of_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
