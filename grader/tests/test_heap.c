/* Counting blocks: what a program has lost at its end is told, whatever it does, and
 * what it has not is not. */
#define _GNU_SOURCE
#include "fixture.h"
#include "timed_run.h"

#include <stdlib.h>
#include <string.h>

#include "run/trace_reader.h"
#include "text/text.h"

enum watch { NOT_AT_ALL, FOR_LEAKS, WITH_GUARDS };

/* Its leaks and faults, one a line, without the addresses; and what it printed, which is
 * to be nothing. To be freed. */
static char *told_of(const char *way, enum watch watch)
{
	char *arguments[] = { timed_program("allocates"), (char *)way, NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	struct text text = { 0 };
	struct trace trace;
	char *printed;

	request.trace = true;
	request.heap = watch != NOT_AT_ALL;
	request.guard = watch == WITH_GUARDS;
	printed = timed_run(&request, &result);
	text_add(&text, printed);
	assert_true(trace_read(result.trace_descriptor, result.clock_start, &trace));
	for (size_t i = 0; i < trace.count; i++)
		if (trace.entries[i].kind >= TRACE_LEAK) {
			const char *words = strchr(trace.entries[i].text, ' ');

			text_add_format(&text, "%s\n", words ? words + 1 : "?");
			assert_true(trace.entries[i].at >= 0);
		}
	trace_free(&trace);
	program_result_free(&result);
	free(printed);
	return text_take(&text);
}

static void expect_watched(const char *way, enum watch watch, const char *told)
{
	char *actual = told_of(way, watch);

	assert_string_equal(actual, told);
	free(actual);
}

/* Wherever its blocks lie. */
static void expect(const char *way, const char *leaks)
{
	expect_watched(way, FOR_LEAKS, leaks);
	expect_watched(way, WITH_GUARDS, leaks);
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

static void a_guard_is_met_where_no_block_is(void **state)
{
	(void)state;
	expect_watched("use_after_free", WITH_GUARDS, "freed\n");
	expect_watched("read_behind", WITH_GUARDS, "past_end\n");
	expect_watched("write_in_the_gap", WITH_GUARDS, "damaged\n");
	expect_watched("write_before_and_keep", WITH_GUARDS, "damaged\n");
	expect_watched("free_twice", WITH_GUARDS, "freed_twice\n");
	expect_watched("free_the_middle", WITH_GUARDS, "not_given\n");
}

static void without_a_guard_a_trap_alone_is_met(void **state)
{
	(void)state;
	expect_watched("come_to_a_trap", FOR_LEAKS, "trap\n");
	expect_watched("read_behind", FOR_LEAKS, "");
	expect_watched("write_in_the_gap", FOR_LEAKS, "");
}

static void a_child_has_its_parents_blocks(void **state)
{
	(void)state;
	expect("use_in_a_child", "");
}

static void nobody_counts_unasked(void **state)
{
	(void)state;
	expect_watched("lose", NOT_AT_ALL, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_lost_is_told_by_where_it_came_from),
		cmocka_unit_test(what_is_kept_is_not),
		cmocka_unit_test(threads_may_allocate_side_by_side),
		cmocka_unit_test(only_the_first_process_is_counted),
		cmocka_unit_test(what_is_not_known_is_not_told),
		cmocka_unit_test(a_guard_is_met_where_no_block_is),
		cmocka_unit_test(without_a_guard_a_trap_alone_is_met),
		cmocka_unit_test(a_child_has_its_parents_blocks),
		cmocka_unit_test(nobody_counts_unasked),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
