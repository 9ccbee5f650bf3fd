/* The first divergence: its kind, its place, and only it. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "judge/divergence.h"

struct expectation {
	const char *expected, *actual;
	enum divergence_kind kind;
	size_t index;
};

static void check(const struct expectation *wanted)
{
	struct timed_output expected = fixture_output(wanted->expected);
	struct timed_output actual = fixture_output(wanted->actual);
	struct divergence found =
		divergence_find(&expected, &actual, (struct tolerance){ 0 });
	char *sentence = divergence_sentence(&found);

	if (found.kind != wanted->kind || found.index != wanted->index)
		fail_msg("%s at %zu instead of %s at %zu, for\n%s",
			 divergence_name(found.kind), found.index,
			 divergence_name(wanted->kind), wanted->index, wanted->actual);
	assert_true(strlen(sentence) > 10);
	free(sentence);
	timed_output_free(&expected);
	timed_output_free(&actual);
}

#define THREE "0.000 | a\n1.000 | b\n2.000 | c\n"
#define TICKS "1.000 | tick\n2.000 | tick\n3.000 | tick\n"

static void each_kind_is_told_apart(void **state)
{
	static const struct expectation cases[] = {
		{ THREE, THREE, DIVERGENCE_NONE, 3 },
		{ THREE, "0.000 | a\n2.000 | c\n", DIVERGENCE_MISSING, 1 },
		{ THREE, "", DIVERGENCE_MISSING, 0 },
		{ THREE, "0.000 | a\n1.000 | b\n", DIVERGENCE_MISSING, 2 },
		{ THREE, "0.000 | a\n0.500 | x\n1.000 | b\n2.000 | c\n", DIVERGENCE_EXTRA,
		  1 },
		{ THREE, THREE "2.000 | d\n", DIVERGENCE_EXTRA, 3 },
		{ THREE, "0.000 | a\n2.000 | c\n2.000 | b\n", DIVERGENCE_OUT_OF_ORDER,
		  1 },
		{ THREE, "0.000 | b\n0.000 | c\n1.000 | a\n", DIVERGENCE_OUT_OF_ORDER,
		  0 },
		{ THREE, "0.000 | a\n0.999 | b\n2.000 | c\n", DIVERGENCE_EARLY, 1 },
		{ THREE, "0.001 | a\n1.000 | b\n2.000 | c\n", DIVERGENCE_LATE, 0 },
		{ THREE, "0.000 | a\n1.000 | B\n2.000 | c\n", DIVERGENCE_WRONG_TEXT, 1 },
		{ THREE, "0.000 | a\n1.000 | x\n2.000 | y\n", DIVERGENCE_WRONG_TEXT, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(&cases[i]);
}

static void of_equal_lines_the_missing_one_is_found_by_its_moment(void **state)
{
	static const struct expectation cases[] = {
		{ TICKS, "1.000 | tick\n3.000 | tick\n", DIVERGENCE_MISSING, 1 },
		{ TICKS, "1.000 | tick\n2.000 | tick\n2.500 | tick\n3.000 | tick\n",
		  DIVERGENCE_EXTRA, 2 },
		{ TICKS, "2.000 | tick\n3.000 | tick\n4.000 | tick\n", DIVERGENCE_LATE,
		  0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(&cases[i]);
}

static void a_last_line_without_its_newline_is_wrong(void **state)
{
	struct timed_output expected = fixture_output(THREE),
			    actual = fixture_output(THREE);
	struct divergence found;

	(void)state;
	actual.lines[2].newline = false;
	found = divergence_find(&expected, &actual, (struct tolerance){ 0 });
	assert_int_equal(found.kind, DIVERGENCE_WRONG_TEXT);
	assert_int_equal(found.index, 2);
	timed_output_free(&expected);
	timed_output_free(&actual);
}

static void within_the_tolerance_a_moment_is_right(void **state)
{
	struct timed_output expected = fixture_output(THREE);
	struct timed_output actual = fixture_output("0.100 | a\n1.090 | b\n1.990 | c\n");
	struct tolerance tolerance = { .early = 10, .late = 100 };

	(void)state;
	assert_int_equal(divergence_find(&expected, &actual, tolerance).kind,
			 DIVERGENCE_NONE);
	tolerance.early = 9;
	assert_int_equal(divergence_find(&expected, &actual, tolerance).index, 2);
	tolerance.late = 99;
	assert_int_equal(divergence_find(&expected, &actual, tolerance).kind,
			 DIVERGENCE_LATE);
	timed_output_free(&expected);
	timed_output_free(&actual);
}

static void far_more_lines_than_expected_are_no_burden(void **state)
{
	struct timed_output expected = fixture_output(THREE);
	struct timed_output actual = { 0 };
	struct divergence found;

	(void)state;
	actual.count = 100000;
	actual.lines = calloc(actual.count, sizeof(*actual.lines));
	for (size_t i = 0; i < actual.count; i++)
		actual.lines[i] = (struct output_line){ .text = strdup("a"),
							.length = 1,
							.newline = true };
	found = divergence_find(&expected, &actual, (struct tolerance){ 0 });
	assert_int_equal(found.index, 1);
	timed_output_free(&expected);
	timed_output_free(&actual);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_told_apart),
		cmocka_unit_test(of_equal_lines_the_missing_one_is_found_by_its_moment),
		cmocka_unit_test(a_last_line_without_its_newline_is_wrong),
		cmocka_unit_test(within_the_tolerance_a_moment_is_right),
		cmocka_unit_test(far_more_lines_than_expected_are_no_burden),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
