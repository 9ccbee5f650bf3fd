/* Lanes are made of any trace, and drawn within the terminal's width. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "show/lane_words.h"
#include "show/picture.h"
#include "show/svg_sheet.h"
#include "show/text_sheet.h"
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
				   "    with               \\_resource___/\n"
				   "\n"
				   "  - waits   = waits inside a with   ! raises\n");
	free(drawn);
	lanes_free(&lanes);
}

/* Of what the drawing of these entries says. */
static char *draw_entries(struct trace_entry *entries, size_t count,
			  struct program_result *result, size_t columns)
{
	struct trace trace = trace_of(entries, count);
	struct lanes lanes;
	char *drawn;

	lanes_make(&lanes, &trace, result);
	drawn = draw(&lanes, result->ended_at, true, columns);
	lanes_free(&lanes);
	return drawn;
}

static void assert_drawn(char *drawn, const char *words)
{
	if (!strstr(drawn, words))
		print_error("%s\nis not in%s\n", words, drawn);
	assert_non_null(strstr(drawn, words));
	free(drawn);
}

static void test_who_waits_at_a_deadlock_waits_for_ever(void **state)
{
	struct program_result result = { .ended_at = 2 * SECOND,
					 .end = PROGRAM_DEADLOCK };

	(void)state;
	assert_drawn(draw_entries(resource, 6, &result, 80), "━∞\n");
	assert_drawn(draw_entries(resource, 6, &result, 80), "∞ waits for ever");
	result.end = PROGRAM_REAL_LIMIT;
	assert_drawn(draw_entries(resource, 6, &result, 80), "→ is not over");
}

static void test_who_ran_when_a_signal_came_is_marked(void **state)
{
	struct program_result result = { .ended_at = SECOND, .end = PROGRAM_SIGNALED };
	struct mark mark = { .kind = MARK_LAST, .at = SECOND, .words = "runs" };
	char *sentence = mark_sentence(&mark);

	(void)state;
	assert_drawn(draw_entries(resource, 4, &result, 80), "─◆\n");
	assert_drawn(draw_entries(resource, 4, &result, 80),
		     "◆ runs when the program ends");
	assert_string_equal(sentence, "1.000: runs");
	free(sentence);
}

static void test_a_task_that_is_not_let_is_drawn_so(void **state)
{
	struct trace_entry entries[] = {
		{ TRACE_TASK_BEGIN, 1, 0, NULL, 0, (char *)"main" },
		{ TRACE_TASK_CREATE, 2, 0, NULL, 0, (char *)"other" },
		{ TRACE_SUSPEND, 1, 0, &places[0], SECOND, (char *)"" },
		{ TRACE_TASK_BEGIN, 2, 0, NULL, SECOND, (char *)"other" },
		{ TRACE_SUSPEND, 2, 0, &places[0], SECOND, (char *)"" },
	};
	struct program_result result = { .ended_at = 2 * SECOND };

	(void)state;
	assert_drawn(draw_entries(entries, 5, &result, 60), "  other    │·····");
	assert_drawn(draw_entries(entries, 5, &result, 60), "· could run, is not let");
}

static void test_lines_of_one_column_are_counted(void **state)
{
	struct timed_line lines[15] = { 0 };
	struct program_result result = { .ended_at = 2 * SECOND,
					 .lines = lines,
					 .line_count = 15 };

	(void)state;
	for (size_t i = 3; i < 15; i++)
		lines[i].at = i < 14 ? 2 * SECOND : SECOND;
	lines[2].stream = STREAM_ERROR; /* is not judged */
	assert_drawn(draw_entries(resource, 3, &result, 54), "lines    2  ");
	assert_drawn(draw_entries(resource, 3, &result, 54), "  •  ");
	assert_drawn(draw_entries(resource, 3, &result, 54), "  +\n");
	assert_drawn(draw_entries(resource, 3, &result, 54), "2-9 so many lines");
}

/* Each sign, and what stands for it where there is no Unicode. */
static void test_no_two_signs_of_the_legend_have_one_shape(void **state)
{
	struct terminal terminal = { 0 };
	struct text_sheet sheet = { .terminal = &terminal };

	(void)state;
	for (int unicode = 0; unicode < 2; unicode++)
		for (enum sign one = SIGN_ALONE; one <= SIGN_MORE_LINES; one++)
			for (enum sign other = SIGN_ALONE; other < one; other++) {
				terminal.unicode = unicode;
				assert_string_not_equal(text_sheet_sign(&sheet, one),
							text_sheet_sign(&sheet, other));
			}
}

/* What is drawn, without what only colours it. */
static char *shape_of(const char *drawn)
{
	struct text text = { 0 };

	for (const char *next; (next = strstr(drawn, "class=\"")); drawn = next) {
		text_add_bytes(&text, drawn, (size_t)(next - drawn));
		next = strchr(next + strlen("class=\""), '"') + 1;
	}
	text_add(&text, drawn);
	return text_take(&text);
}

static void test_no_two_signs_of_a_page_have_one_shape(void **state)
{
	(void)state;
	for (const struct sheet_key *one = sheet_keys; one->words; one++)
		for (const struct sheet_key *other = sheet_keys; other < one; other++) {
			char *a = shape_of(one->drawn), *b = shape_of(other->drawn);

			/* Both are a bar: but what blocks has its call on it, and an edge. */
			if (strcmp(one->words, "blocks everything") != 0 ||
			    strcmp(other->words, "waits") != 0)
				assert_string_not_equal(a, b);
			free(a);
			free(b);
		}
}

/* ---- words ---------------------------------------------------------------- */

static void assert_label(const char *place_text, const char *function, size_t columns,
			 bool unicode, const char *expected)
{
	struct trace_place place = { "a.c", (char *)function, (char *)place_text, 7 };
	struct lane lane = { .name = (char *)"main" };
	struct span span = { .place = &place, .words = "" };
	char *label = span_label(&lane, SPAN_WAITING, &span, 1,
				 (struct label_room){ columns, unicode });

	assert_string_equal(label, expected);
	assert_true(label_columns(label, true) <= columns);
	free(label);
}

static void test_a_label_says_as_much_as_there_is_room_for(void **state)
{
	(void)state;
	assert_label("async_sleep(1.0)", "room_use", 40, true,
		     "room_use: async_sleep(1.0)");
	assert_label("async_sleep(1.0)", "room_use", 24, true,
		     "room_use: async_sleep(…)");
	assert_label("async_sleep(1.0)", "room_use", 23, true, "room_use");
	assert_label("async_sleep(1.0)", "room_use", 7, true, "use");
	assert_label("async_sleep(1.0)", "room_use", 2, true, "");
	assert_label("async_sleep(1.0)", "main", 15, true, "async_sleep(…)");
	assert_label("async_sleep(1.0)", "main", 16, false, "async_sleep(1.0)");
	assert_label("async_sleep(1.0)", "main", 15, false, "async_sleep");
	assert_label("async_sleep(1.0)", "main", 5, true, "sleep");
	assert_label("group, task_group()", "main", 20, true, "task_group()");
	assert_label("größe(数)", "main", 9, true, "größe(数)");
	assert_label("größe(数)", "main", 8, true, "größe(…)");
}

static void test_a_name_that_is_cut_keeps_its_number(void **state)
{
	char *name = lane_name_fit("a_long_coroutine_name 12",
				   (struct label_room){ 12, true });

	(void)state;
	assert_string_equal(name, "a_long_c… 12");
	free(name);
}

/* ---- many ----------------------------------------------------------------- */

static void test_of_forty_tasks_the_one_that_blocks_is_drawn(void **state)
{
	struct trace_entry entries[42];
	struct blocking_call call = { .name = "sleep",
				      .at = 40,
				      .duration = SECOND - 40 };
	struct program_result result = { .ended_at = SECOND,
					 .blocking_calls = &call,
					 .blocking_call_count = 1 };

	(void)state;
	for (uint32_t i = 0; i < 40; i++)
		entries[i] = (struct trace_entry){ TRACE_TASK_BEGIN, i + 1, 0, NULL, i,
						   (char *)"task" };
	assert_drawn(draw_entries(entries, 40, &result, 80), "task 40  █ sleep ████");
	assert_drawn(draw_entries(entries, 40, &result, 80), "and 28 more tasks");
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
		cmocka_unit_test(test_who_waits_at_a_deadlock_waits_for_ever),
		cmocka_unit_test(test_who_ran_when_a_signal_came_is_marked),
		cmocka_unit_test(test_a_task_that_is_not_let_is_drawn_so),
		cmocka_unit_test(test_lines_of_one_column_are_counted),
		cmocka_unit_test(test_no_two_signs_of_the_legend_have_one_shape),
		cmocka_unit_test(test_no_two_signs_of_a_page_have_one_shape),
		cmocka_unit_test(test_a_label_says_as_much_as_there_is_room_for),
		cmocka_unit_test(test_a_name_that_is_cut_keeps_its_number),
		cmocka_unit_test(test_of_forty_tasks_the_one_that_blocks_is_drawn),
		cmocka_unit_test(
			test_of_ten_thousand_tasks_some_are_drawn_and_the_rest_counted),
		cmocka_unit_test(test_any_noise_makes_lanes_that_can_be_drawn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
