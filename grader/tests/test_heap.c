/* Counting blocks: what a program has lost at its end is told, whatever it does, and
 * what it has not is not. */
#define _GNU_SOURCE
#include "fixture.h"
#include "timed_run.h"

#include <stdlib.h>
#include <string.h>

#include "run/trace_reader.h"
#include "text/text.h"

/* Its leaks, one a line, without the addresses; and what it printed, which is to be
 * nothing. To be freed. */
static char *leaks_of(const char *way, bool heap)
{
	char *arguments[] = { timed_program("allocates"), (char *)way, NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	struct text text = { 0 };
	struct trace trace;
	char *printed;

	request.trace = true;
	request.heap = heap;
	printed = timed_run(&request, &result);
	text_add(&text, printed);
	assert_true(trace_read(result.trace_descriptor, result.clock_start, &trace));
	for (size_t i = 0; i < trace.count; i++)
		if (trace.entries[i].kind == TRACE_LEAK) {
			const char *words = strchr(trace.entries[i].text, ' ');

			text_add_format(&text, "%s\n", words ? words + 1 : "?");
			assert_true(trace.entries[i].at >= 0);
		}
	trace_free(&trace);
	program_result_free(&result);
	free(printed);
	return text_take(&text);
}

static void expect(const char *way, const char *leaks)
{
	char *actual = leaks_of(way, true);

	assert_string_equal(actual, leaks);
	free(actual);
}

/* Bytes, blocks, and how many there were. */
static void what_is_lost_is_told_by_where_it_came_from(void **state)
{
	(void)state;
	expect("lose", "malloc 6 3 3\n");
	expect("move", "realloc 100000 1 1\n");
	expect("grow_too_much", "malloc 20 1 1\n");
	expect("lose_at_exit", "malloc 5 1 1\n");
}

static void what_is_kept_is_not(void **state)
{
	(void)state;
	expect("keep", "");
	expect("call_each", "");
	expect("leave_to_a_thread", "");
}

static void threads_may_allocate_side_by_side(void **state)
{
	(void)state;
	expect("share_among_threads", "malloc 7 1 1\n");
}

static void only_the_first_process_is_counted(void **state)
{
	(void)state;
	expect("lose_in_a_child", "");
	expect("lose_in_another_program", "");
	expect("fork_among_threads", "");
}

static void what_is_not_known_is_not_told(void **state)
{
	(void)state;
	expect("end_at_once", "");
	expect("be_killed", "");
	expect("without_descriptors", "");
	expect("lose_a_million", "");
}

static void nobody_counts_unasked(void **state)
{
	char *actual = leaks_of("lose", false);

	(void)state;
	assert_string_equal(actual, "");
	free(actual);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_lost_is_told_by_where_it_came_from),
		cmocka_unit_test(what_is_kept_is_not),
		cmocka_unit_test(threads_may_allocate_side_by_side),
		cmocka_unit_test(only_the_first_process_is_counted),
		cmocka_unit_test(what_is_not_known_is_not_told),
		cmocka_unit_test(nobody_counts_unasked),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
