/* An await that was forgotten is seen in the source; what is awaited in any way is not. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "judge/source_await.h"
#include "judge/source_code.h"

#define JOB "async (int, job) { return 1; }\n"

/* Expects the word that is found in JOB and that body, or NULL. */
static void expect_forgotten(const char *body, const char *word)
{
	char *code = source_code_only(body);
	size_t length;
	const char *found = source_await_forgotten(code, &length);

	if (!found != !word || (found && strncmp(found, word, length) != 0))
		fail_msg("%s: found %.*s", body, found ? (int)length : 4,
			 found ? found : "none");
	free(code);
}

static void a_call_of_which_nothing_is_made_is_found(void **state)
{
	(void)state;
	expect_forgotten(JOB "async (void, f) { job(); }", "job");
	expect_forgotten(JOB "async (void, f) { if (1) { job(); } }", "job");
	expect_forgotten(JOB "async (void, f) { printf(\"%d\", job()); }", "job");
	expect_forgotten(JOB "async (void, f) { __auto_type j = job(); }", "job");
	expect_forgotten(JOB "async (void, f) { __auto_type j = job(); (void)j; }",
			 "job");
	expect_forgotten("async (void, f) { auto nap = async_sleep(1); ( void ) nap; }",
			 "async_sleep");
}

static void a_call_that_is_awaited_in_any_way_is_not(void **state)
{
	(void)state;
	expect_forgotten(JOB "async (void, f) { await (job()); }", NULL);
	expect_forgotten(JOB "async (void, f) { await (({ int n; job(); })); }", NULL);
	expect_forgotten(JOB "async (void, f) { await (({ job() ; } )); }", NULL);
	expect_forgotten(JOB "async (void, f) { __auto_type j = job(); await (j); }",
			 NULL);
	expect_forgotten(JOB "async (void, f) { int j = await (job()); (void)j; }", NULL);
	expect_forgotten(JOB "async (void, f) { Task(int) t = create_task(job()); }",
			 NULL);
}

static void expect_dropped(const char *body, bool dropped)
{
	char *code = source_code_only(body);
	const char *found = source_await_dropped_task(code);

	if (!found == dropped)
		fail_msg("%s: %s", body, found ? found : "none");
	free(code);
}

static void a_task_that_nobody_keeps_is_found(void **state)
{
	(void)state;
	expect_dropped("{ create_task(job()); }", true);
	expect_dropped("{ for (;;) create_task (job(1, (2))); }", true);
	expect_dropped("{ (void)create_task(job()); }", true);
	expect_dropped("{ Task(int) t = create_task(job()); }", false);
	expect_dropped("{ await (create_task(job())); }", false);
	expect_dropped("{ tasks[i] = create_task(job()); }", false);
	expect_dropped("{ await (({ create_task(job()); })); }", false);
	expect_dropped("{ group_create_task(group, job()); }", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_of_which_nothing_is_made_is_found),
		cmocka_unit_test(a_call_that_is_awaited_in_any_way_is_not),
		cmocka_unit_test(a_task_that_nobody_keeps_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
