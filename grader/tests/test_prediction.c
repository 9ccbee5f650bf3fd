/* What somebody says of a program is judged as what the program does is. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "judge/prediction.h"

static const char expected_block[] = "   0.000 | open\n"
				     "   1.000 |   indented\n"
				     "   2.000 | close\n";

/* What is said of a prediction, after its verdict: to be freed. */
static void holds(const char *text, enum verdict_kind kind, int line, const char *message)
{
	struct timed_output expected, predicted;
	struct verdict verdict;
	struct prediction prediction = { .text = text, .shown = "prediction.txt" };
	char *error = NULL;
	int error_line;

	assert_true(timed_output_parse(expected_block, &expected, &error, &error_line));
	prediction.expected = &expected;
	prediction_judge(&prediction, &predicted, &verdict);
	assert_string_equal(verdict_name(verdict.kind), verdict_name(kind));
	assert_string_equal(verdict.message, message);
	assert_int_equal(verdict.where.line, line);
	verdict_free(&verdict);
	timed_output_free(&predicted);
	timed_output_free(&expected);
}

static void the_right_one_passes(void **state)
{
	(void)state;
	holds("   0.000 | open\n   1.000 |   indented\n   2.000 | close\n", VERDICT_PASS,
	      0, "You predicted every line, each at its moment.");
}

static void it_may_be_written_by_hand(void **state)
{
	(void)state;
	holds("# first\r\n\n 0|open  \n1.0 s | indented\n\t2.00|close", VERDICT_PASS, 0,
	      "You predicted every line, each at its moment.");
}

static void a_wrong_moment_is_named(void **state)
{
	(void)state;
	holds("0 | open\n# now\n0.5 | indented\n2 | close\n", VERDICT_TIME, 3,
	      "You predicted \"  indented\" at 0.500 s; it comes at 1.000 s.");
	holds("0 | open\n1 | indented\n2.001 | close\n", VERDICT_TIME, 3,
	      "You predicted \"close\" at 2.001 s; it comes at 2.000 s.");
}

static void a_missing_line_is_named(void **state)
{
	(void)state;
	holds("0 | open\n2 | close\n", VERDICT_WRONG, 0,
	      "You did not predict \"  indented\": it comes at 1.000 s.");
}

static void a_line_too_many_is_named(void **state)
{
	(void)state;
	holds("0 | open\n1 | indented\n2 | close\n3 | closed\n", VERDICT_WRONG, 4,
	      "You predicted \"closed\" at 3.000 s: by then the program has printed its "
	      "last "
	      "line.");
	holds("0 | open\n0.5 | opened\n1 | indented\n2 | close\n", VERDICT_WRONG, 2,
	      "You predicted \"opened\" at 0.500 s: there is no such line there.");
}

static void another_order_and_another_text_are_named(void **state)
{
	(void)state;
	holds("0 | open\n1 | close\n1 | indented\n", VERDICT_WRONG, 2,
	      "You predicted \"close\" at 1.000 s, before \"  indented\"; but that comes "
	      "first, "
	      "at 1.000 s.");
	holds("0 | open\n1 | intended\n2 | close\n", VERDICT_WRONG, 2,
	      "You predicted \"intended\" at 1.000 s; what comes is \"  indented\", at "
	      "1.000 s.");
}

static void what_cannot_be_read_is_said_with_its_line(void **state)
{
	(void)state;
	holds("0 | open\n? | indented\n", VERDICT_WRONG, 2,
	      "Line 2 of your prediction does not say its moment yet: when does it "
	      "come?");
	holds("0 | open\n1 indented\n", VERDICT_WRONG, 2,
	      "Line 2 of your prediction has no bar: write the second, a bar and the "
	      "text, such "
	      "as «1.500 | text».");
	holds("soon | open\n", VERDICT_WRONG, 1,
	      "Line 1 of your prediction does not begin with a number of seconds, such "
	      "as "
	      "1.500.");
	holds("1e3 | open\n", VERDICT_WRONG, 1,
	      "Line 1 of your prediction does not begin with a number of seconds, such "
	      "as "
	      "1.500.");
	holds("1 | open\n0 | indented\n", VERDICT_WRONG, 2,
	      "Line 2 of your prediction goes back in time: write the lines in the order "
	      "in "
	      "which they come.");
	holds("# nothing\n", VERDICT_WRONG, 0,
	      "Nothing is predicted yet: write a line for each that the program prints, "
	      "as "
	      "«0.500 | text», its second, a bar, the text.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_one_passes),
		cmocka_unit_test(it_may_be_written_by_hand),
		cmocka_unit_test(a_wrong_moment_is_named),
		cmocka_unit_test(a_missing_line_is_named),
		cmocka_unit_test(a_line_too_many_is_named),
		cmocka_unit_test(another_order_and_another_text_are_named),
		cmocka_unit_test(what_cannot_be_read_is_said_with_its_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
