/* Timed output: how it is read, and which texts count as the same. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "text/text.h"

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

/* What is expected, what came, and how that is arranged, with a real clock's
 * tolerance or without. */
static void lines_of_one_instant_are_put_into_their_order(void **state)
{
	static const struct {
		const char *expected, *actual, *arranged;
		struct tolerance tolerance;
	} cases[] = {
		{ "1.000 | a\n1.000 | b\n2.000 | c\n",
		  "1.000 | b\n1.000 | a\n2.000 | c\n",
		  "1.000 | a\n1.000 | b\n2.000 | c\n",
		  { 0 } },
		/* What is not expected takes the place of what is missing. */
		{ "1.000 | a\n1.000 | b\n1.000 | c\n",
		  "1.000 | c\n1.000 | B\n1.000 | a\n",
		  "1.000 | a\n1.000 | B\n1.000 | c\n",
		  { 0 } },
		{ "1.000 | a\n1.000 | b\n",
		  "1.000 | x\n1.000 | b\n1.000 | a\n",
		  "1.000 | a\n1.000 | b\n1.000 | x\n",
		  { 0 } },
		/* Equal lines, and one too few. */
		{ "1.000 | a\n1.000 | b\n1.000 | a\n",
		  "1.000 | a\n1.000 | a\n",
		  "1.000 | a\n1.000 | a\n",
		  { 0 } },
		/* Another instant is another matter. */
		{ "1.000 | a\n2.000 | b\n",
		  "1.000 | b\n2.000 | a\n",
		  "1.000 | b\n2.000 | a\n",
		  { 0 } },
		{ "1.000 | a\n1.000 | b\n2.000 | c\n2.000 | d\n",
		  "0.500 | x\n1.000 | b\n1.000 | a\n1.500 | y\n2.000 | d\n2.000 | c\n",
		  "0.500 | x\n1.000 | a\n1.000 | b\n1.500 | y\n2.000 | c\n2.000 | d\n",
		  { 0 } },
		{ "1.000 | a\n1.000 | b\n1.100 | a\n",
		  "1.002 | b\n1.004 | a\n1.101 | a\n",
		  "1.004 | a\n1.002 | b\n1.101 | a\n",
		  { .early = 20, .late = 250 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct timed_output expected = fixture_output(cases[i].expected);
		struct timed_output actual = fixture_output(cases[i].actual);
		struct text text = { 0 };

		timed_output_arrange(&expected, &actual, cases[i].tolerance);
		for (size_t line = 0; line < actual.count; line++) {
			char *moment = timed_output_moment(actual.lines[line].at);

			text_add_format(&text, "%s | %s\n", moment + strspn(moment, " "),
					actual.lines[line].text);
			free(moment);
		}
		assert_string_equal(text.bytes, cases[i].arranged);
		text_free(&text);
		timed_output_free(&expected);
		timed_output_free(&actual);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_one_instant_are_put_into_their_order),
		cmocka_unit_test(lines_are_read_with_their_moments),
		cmocka_unit_test(an_empty_line_may_have_lost_its_space),
		cmocka_unit_test(what_is_no_timed_line_is_refused_with_its_line),
		cmocka_unit_test(only_standard_output_counts),
		cmocka_unit_test(a_placeholder_stands_for_any_text_but_none),
		cmocka_unit_test(moments_are_exact),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
