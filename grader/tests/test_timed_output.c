/* Timed output: how it is read, and which texts count as the same. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

static void lines_are_read_with_their_moments(void **state)
{
	struct timed_output output =
		fixture_output("   0.000 | one\n  12.345 |  two | 2\n");

	(void)state;
	assert_int_equal(output.count, 2);
	assert_int_equal(output.lines[0].at, 0);
	assert_string_equal(output.lines[0].text, "one");
	assert_int_equal(output.lines[1].at, 12345);
	assert_string_equal(output.lines[1].text, " two | 2");
	timed_output_free(&output);
}

static void an_empty_line_may_have_lost_its_space(void **state)
{
	struct timed_output output = fixture_output("   0.000 |\n   0.000 | \n");

	(void)state;
	assert_int_equal(output.count, 2);
	assert_int_equal(output.lines[0].length, 0);
	assert_int_equal(output.lines[1].length, 0);
	timed_output_free(&output);
}

static void what_is_no_timed_line_is_refused_with_its_line(void **state)
{
	static const char *const blocks[] = {
		"   0.000 | one\nnonsense\n",
		"   0.000 | one\n   1.0 | two\n",
		"   0.000 | one\n   1.0000 | two\n",
		"   0.000 | one\n  -1.000 | two\n",
		"   0.000 | one\n   x.000 | two\n",
		"   0.000 | one\n   1.000: two\n",
		"   0.000 | one\n   1e9.000 | two\n",
		"   1.000 | one\n   0.999 | two\n",
		"   0.000 | one\n99999999999999999999999.000 | two\n",
		"   0.000 | one\n\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(blocks) / sizeof(*blocks); i++) {
		struct timed_output output;
		char *error = NULL;
		int line = -1;

		assert_false(timed_output_parse(blocks[i], &output, &error, &line));
		assert_int_equal(line, 1);
		assert_non_null(error);
		free(error);
	}
}

static void only_standard_output_counts(void **state)
{
	struct timed_line lines[] = {
		{ .at = 499999, .stream = STREAM_OUTPUT, .text = "out", .length = 3 },
		{ .at = 500000, .stream = STREAM_ERROR, .text = "err", .length = 3 },
		{ .at = 1500000,
		  .stream = STREAM_OUTPUT,
		  .text = "a\0b",
		  .length = 3,
		  .newline = true },
	};
	struct program_result result = { .lines = lines, .line_count = 3 };
	struct timed_output output;

	(void)state;
	timed_output_of_program(&result, &output);
	assert_int_equal(output.count, 2);
	assert_int_equal(output.lines[0].at, 0);
	assert_false(output.lines[0].newline);
	assert_int_equal(output.lines[1].at, 2);
	assert_memory_equal(output.lines[1].text, "a\0b", 4);
	timed_output_free(&output);
}

static bool same(const char *expected, const char *actual, const char *placeholder)
{
	struct output_line one = { .text = (char *)expected, .length = strlen(expected) };
	struct output_line other = { .text = (char *)actual, .length = strlen(actual) };

	return timed_output_same_text(&one, &other, placeholder);
}

static void a_placeholder_stands_for_any_text_but_none(void **state)
{
	(void)state;
	assert_true(same("at <t>", "at 12:30", "<t>"));
	assert_true(same("<t> and <t>!", "one and two!", "<t>"));
	assert_true(same("<t> and <t>", "a and b and c", "<t>"));
	assert_false(same("at <t>", "at ", "<t>"));
	assert_false(same("<t> and <t>", " and b", "<t>"));
	assert_false(same("at <t>.", "at 12:30", "<t>"));
	assert_false(same("<t> and <t>", "one or two", "<t>"));
	assert_false(same("at <t>", "at 12:30", NULL));
	assert_true(same("at <t>", "at <t>", NULL));
}

static void moments_are_exact(void **state)
{
	char *moment = timed_output_moment(1001), *span = timed_output_seconds(-50);

	(void)state;
	assert_string_equal(moment, "   1.001");
	assert_string_equal(span, "0.050 s");
	free(moment);
	free(span);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read_with_their_moments),
		cmocka_unit_test(an_empty_line_may_have_lost_its_space),
		cmocka_unit_test(what_is_no_timed_line_is_refused_with_its_line),
		cmocka_unit_test(only_standard_output_counts),
		cmocka_unit_test(a_placeholder_stands_for_any_text_but_none),
		cmocka_unit_test(moments_are_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
