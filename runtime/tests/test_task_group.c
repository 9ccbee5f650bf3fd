/* Task groups: nothing outlives the block. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <async.h>

#include "said.h"

async (int, work, (int, n), (double, seconds))
{
	try {
		await (async_sleep(seconds));
	} except (CancelledError, e) {
		say("%d cancelled", n);
		raise ();
	} end_try
	if (n < 0)
		raise (ValueError, "%d", n);
	return n;
}

async (void, group_two, (Task(int) *, tasks))
{
	async_with (group, task_group()) {
		tasks[0] = group_create_task(group, work(1, 0.001));
		tasks[1] = group_create_task(group, work(2, 0));
	} end_with
}

async (void, all_well)
{
	Task(int) tasks[2] = { 0 };

	await (group_two(tasks));
	say("%d %d", task_result(tasks[0]), task_result(tasks[1]));
}

static void the_block_waits_for_its_tasks(void **state)
{
	(void)state;
	async_run(all_well());
	assert_string_equal(said(), "1 2");
}

async (void, one_fails)
{
	try {
		async_with (group, task_group()) {
			group_create_task(group, work(1, 1));
			group_create_task(group, work(-2, 0));
			await (work(3, 1));
		} end_with
	} except (Exception, e) {
		say("%s %u %s", e->type->name, e->count, e->exceptions[0]->message);
	} end_try
}

static void a_failure_cancels_the_others_and_the_body(void **state)
{
	(void)state;
	async_run(one_fails());
	assert_string_equal(said(), "1 cancelled 3 cancelled ExceptionGroup 1 -2");
}

async (void, body_fails)
{
	try {
		async_with (task_group()) {
			raise (KeyError, "body");
		} end_with
	} except (BaseExceptionGroup, e) {
		say("%s", e->exceptions[0]->message);
	} end_try
}

static void the_body_s_exception_is_one_of_the_group(void **state)
{
	(void)state;
	async_run(body_fails());
	assert_string_equal(said(), "'body'");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_block_waits_for_its_tasks),
		cmocka_unit_test(a_failure_cancels_the_others_and_the_body),
		cmocka_unit_test(the_body_s_exception_is_one_of_the_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
