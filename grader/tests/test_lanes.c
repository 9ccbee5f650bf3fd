/* Lanes are made of any trace, and drawn within the terminal's width. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "text/text.h"
#include "text/visible.h"

#define SECOND NANOSECONDS_PER_SECOND

static struct trace_place places[] = {
	{ "a.c", "res_aenter", "async_sleep(1.0)", 7 },
	{ "a.c", "main", "res, resource(&r)", 20 },
	{ "a.c", "res_use", "async_sleep(1.0)", 12 },
	{ "a.c", "main", "async_sleep(0.1)", 30 },
};

static struct trace trace_of(struct trace_entry *entries, size_t count)
{
	return (struct trace){ .entries = entries, .count = count, .complete = true };
}

/* Enters at 1 s, is inside until 2 s, ends at 3 s. */
static struct trace_entry resource[] = {
	{ TRACE_TASK_CREATE, 1, 0, NULL, 0, (char *)"main" },
	{ TRACE_TASK_BEGIN, 1, 0, NULL, 1, (char *)"main" },
	{ TRACE_SUSPEND, 1, 0, &places[0], 2, (char *)"" },
	{ TRACE_RESUME, 1, 0, &places[0], SECOND, (char *)"" },
	{ TRACE_ENTER, 1, 0, &places[1], SECOND, (char *)"" },
	{ TRACE_SUSPEND, 1, 0, &places[2], SECOND, (char *)"" },
	{ TRACE_RESUME, 1, 0, &places[2], 2 * SECOND, (char *)"" },
	{ TRACE_RAISE, 1, 0, &places[2], 2 * SECOND, (char *)"ValueError" },
	{ TRACE_EXIT, 1, 0, &places[1], 2 * SECOND, (char *)"ValueError" },
	{ TRACE_SUSPEND, 1, 0, &places[0], 2 * SECOND, (char *)"" },
	{ TRACE_RESUME, 1, 0, &places[0], 3 * SECOND, (char *)"" },
	{ TRACE_TASK_END, 1, 0, NULL, 3 * SECOND, (char *)"ValueError" },
};

enum { RESOURCE_ENTRIES = sizeof(resource) / sizeof(*resource) };

static void test_a_lane_has_its_waits_its_insides_and_its_end(void **state)
{
	struct trace trace = trace_of(resource, RESOURCE_ENTRIES);
	struct program_result result = { .ended_at = 3 * SECOND };
	struct lanes lanes;
	struct lane *lane;

	(void)state;
	lanes_make(&lanes, &trace, &result);
	assert_int_equal(lanes.count, 1);
	lane = &lanes.lanes[0];
	assert_string_equal(lane->name, "main");
	assert_int_equal(lane->spans[SPAN_WAITING].count, 3);
	assert_int_equal(lane->spans[SPAN_WAITING].items[1].from, SECOND);
	assert_int_equal(lane->spans[SPAN_WAITING].items[1].to, 2 * SECOND);
	assert_ptr_equal(lane->spans[SPAN_WAITING].items[1].place, &places[2]);
	assert_int_equal(lane->spans[SPAN_INSIDE].count, 1);
	assert_int_equal(lane->spans[SPAN_INSIDE].items[0].from, SECOND);
	assert_int_equal(lane->spans[SPAN_INSIDE].items[0].to, 2 * SECOND);
	assert_string_equal(lane->spans[SPAN_INSIDE].items[0].words, "ValueError");
	assert_int_equal(lane->levels, 1);
	assert_int_equal(lane->mark_count, 1);
	assert_true(lane->ended);
	assert_string_equal(lane->exception, "ValueError");
	lanes_free(&lanes);
}

static void test_what_did_not_end_goes_on_to_the_programs_end(void **state)
{
	struct trace trace = trace_of(resource, 6);
	struct program_result result = { .ended_at = 5 * SECOND };
	struct lanes lanes;

	(void)state;
	lanes_make(&lanes, &trace, &result);
	assert_false(lanes.lanes[0].ended);
	assert_true(lanes.lanes[0].spans[SPAN_WAITING].items[1].open);
	assert_int_equal(lanes.lanes[0].spans[SPAN_WAITING].items[1].to, 5 * SECOND);
	assert_int_equal(lanes.lanes[0].spans[SPAN_INSIDE].items[0].to, 5 * SECOND);
	lanes_free(&lanes);
}

static size_t blocked(struct blocking_call call)
{
	struct trace trace = trace_of(resource, RESOURCE_ENTRIES);
	struct program_result result = { .ended_at = 3 * SECOND,
					 .blocking_calls = &call,
					 .blocking_call_count = 1 };
	struct lanes lanes;
	size_t count;

	/* From the entering on it does not wait, but sleeps. */
	resource[5].kind = TRACE_YIELD;
	lanes_make(&lanes, &trace, &result);
	resource[5].kind = TRACE_SUSPEND;
	count = lanes.lanes[0].spans[SPAN_BLOCKING].count;
	lanes_free(&lanes);
	return count;
}

static void test_only_a_call_of_the_running_task_blocks(void **state)
{
	(void)state;
	assert_int_equal(blocked((struct blocking_call){
				 .name = "sleep", .at = SECOND - 1, .duration = SECOND }),
			 1);
	assert_int_equal(blocked((struct blocking_call){
				 .name = "sleep", .at = SECOND / 2, .duration = SECOND }),
			 0);
	assert_int_equal(blocked((struct blocking_call){ .name = "sleep",
							 .at = 2 * SECOND + SECOND / 2,
							 .duration = INT64_MAX }),
			 0);
}

static void test_waits_too_short_to_be_seen_are_one(void **state)
{
	struct span items[10];
	struct spans spans = { items, 10, 10 };
	struct span_group group;

	(void)state;
	for (size_t i = 0; i < 10; i++)
		items[i] = (struct span){ .from = (nanoseconds)i * 100,
					  .to = (nanoseconds)i * 100 + 100,
					  .place = &places[i < 8 ? 3 : 0] };
	group = spans_alike(&spans, 0, 1000);
	assert_int_equal(group.times, 8);
	assert_int_equal(group.next, 8);
	group = spans_alike(&spans, 0, 100);
	assert_int_equal(group.times, 1);
}

/* ---- drawing ------------------------------------------------------------ */

static char *draw(const struct lanes *lanes, nanoseconds until, bool unicode,
		  size_t columns)
{
	struct picture picture = { .count = 1, .until = until };
	struct terminal terminal = { .unicode = unicode, .columns = columns };
	char *drawn = NULL;
	size_t length = 0;

	picture.sides[0].title = "yours";
	picture.sides[0].lanes = *lanes;
	picture.sides[0].marked = -1;
	terminal.stream = open_memstream(&drawn, &length);
	picture_text(&terminal, &picture);
	fclose(terminal.stream);
	return drawn;
}

static size_t widest_line(const char *drawn)
{
	size_t widest = 0, width = 0;

	for (; *drawn; drawn++) {
		width = *drawn == '\n' ? 0 : width + ((*drawn & 0xc0) != 0x80);
		widest = width > widest ? width : widest;
	}
	return widest;
}

static void test_a_task_is_a_line_under_an_axis_of_round_numbers(void **state)
{
	struct trace trace = trace_of(resource, RESOURCE_ENTRIES);
	struct program_result result = { .ended_at = 3 * SECOND };
	struct lanes lanes;
	char *drawn;

	(void)state;
	lanes_make(&lanes, &trace, &result);
	drawn = draw(&lanes, 3 * SECOND, false, 54);
	assert_string_equal(drawn, "\n"
				   "  yours    0           1            2           3 s\n"
				   "  main     |-aenter----|=res_use====!-aenter----|\n"
				   "    with               \\_resource(~_/\n"
				   "\n"
				   "  - waits   = waits inside a with   ! raises\n");
	free(drawn);
	lanes_free(&lanes);
}

enum { MANY = 10000 };

static void test_of_ten_thousand_tasks_some_are_drawn_and_the_rest_counted(void **state)
{
	struct trace_entry *entries = calloc(2 * (size_t)MANY, sizeof(*entries));
	struct trace trace = trace_of(entries, 2 * (size_t)MANY);
	struct program_result result = { .ended_at = SECOND };
	struct lanes lanes;
	char *drawn;

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		entries[i] =
			(struct trace_entry){ TRACE_TASK_BEGIN,
					      i + 1,
					      0,
					      NULL,
					      i,
					      (char *)"a_coroutine_with_a_long_name" };
		entries[MANY + i] =
			(struct trace_entry){ TRACE_SUSPEND, i + 1,    0,
					      &places[3],    MANY + i, (char *)"" };
	}
	lanes_make(&lanes, &trace, &result);
	assert_int_equal(lanes.count, MANY);
	assert_string_equal(lanes.lanes[MANY - 1].name,
			    "a_coroutine_with_a_long_name 10000");
	drawn = draw(&lanes, SECOND, true, 80);
	assert_non_null(strstr(drawn, "and 9988 more tasks"));
	assert_true(widest_line(drawn) <= 80);
	free(drawn);
	lanes_free(&lanes);
	free(entries);
}

/* ---- garbage ------------------------------------------------------------ */

static unsigned seed = 1;

static unsigned any(unsigned below)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 16) % below;
}

static void write_all(const struct lanes *lanes, nanoseconds until)
{
	static picture_writer *const writers[] = { picture_svg, picture_chrome_trace,
						   picture_cast };
	struct picture picture = { .title = (char *)"<&\x01\xff>",
				   .description = (char *)"\"]]>",
				   .count = 1,
				   .until = until };

	picture.sides[0].title = "yours";
	picture.sides[0].lanes = *lanes;
	picture.sides[0].marked = -1;
	for (size_t i = 0; i < sizeof(writers) / sizeof(*writers); i++) {
		char *written = NULL;
		size_t length = 0;
		FILE *stream = open_memstream(&written, &length);

		assert_true(writers[i](stream, &picture));
		fclose(stream);
		assert_true(utf8_is_valid(written, length));
		assert_null(memchr(written, 1, length));
		free(written);
	}
}

static void test_any_noise_makes_lanes_that_can_be_drawn(void **state)
{
	static const char *const words[] = { "", "\x1b[31m", "\xff\xfe<&>",
					     "ValueError" };
	struct trace_entry entries[64];

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct trace trace = trace_of(entries, 64);
		struct program_result result = { .ended_at =
							 any(4) * (nanoseconds)SECOND };
		struct lanes lanes;
		char *drawn;

		for (size_t i = 0; i < 64; i++)
			entries[i] = (struct trace_entry){
				.kind = (enum trace_kind)any(TRACE_CANCEL + 1),
				.task = any(2) ? any(5) : UINT32_MAX - any(3),
				.place = any(3) ? &places[any(4)] : NULL,
				.at = any(9) ? any(5000) * INT64_C(1000000)
					     : -INT64_MAX / 2,
				.text = (char *)words[any(4)],
			};
		lanes_make(&lanes, &trace, &result);
		drawn = draw(&lanes, lanes.end, round % 2, 40 + any(60));
		assert_null(strchr(drawn, '\x1b'));
		free(drawn);
		write_all(&lanes, lanes.end);
		lanes_free(&lanes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_lane_has_its_waits_its_insides_and_its_end),
		cmocka_unit_test(test_what_did_not_end_goes_on_to_the_programs_end),
		cmocka_unit_test(test_only_a_call_of_the_running_task_blocks),
		cmocka_unit_test(test_waits_too_short_to_be_seen_are_one),
		cmocka_unit_test(test_a_task_is_a_line_under_an_axis_of_round_numbers),
		cmocka_unit_test(
			test_of_ten_thousand_tasks_some_are_drawn_and_the_rest_counted),
		cmocka_unit_test(test_any_noise_makes_lanes_that_can_be_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
