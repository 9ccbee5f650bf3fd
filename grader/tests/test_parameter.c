/* A parameter is read, said and drawn the same way everywhere. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "course/parameter.h"

static struct parameter read_one(const char *text)
{
	struct parameter parameter = { .name = "limit" };
	char *error = NULL;

	if (!parameter_read(&parameter, text, &error))
		fail_msg("%s: %s", text, error);
	return parameter;
}

static void assert_value(const struct parameter *parameter, int64_t value,
			 const char *wanted)
{
	char *text = parameter_value(parameter, value);

	assert_string_equal(text, wanted);
	free(text);
}

static void a_value_is_exact(void **state)
{
	struct parameter whole = read_one("5, from 2 to 9");
	struct parameter tenths = read_one("0.5, from 0.1 to 1 by 0.1");
	struct parameter fine = read_one("2, from 0 to 4 by 0.25");

	(void)state;
	assert_value(&whole, whole.documented, "5");
	assert_value(&tenths, tenths.documented, "0.5");
	assert_value(&tenths, tenths.from + 2 * tenths.by, "0.3");
	assert_value(&tenths, tenths.to, "1.0");
	assert_value(&fine, fine.from + fine.by, "0.25");
	assert_value(&fine, fine.documented, "2.00");
}

static void a_bad_parameter_is_told_in_one_sentence(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{ "", "does not begin with a number" },
		{ "five, from 2 to 9", "does not begin with a number" },
		{ "5", "say its value and its range" },
		{ "5, from 2", "say its value and its range" },
		{ "5, from 2 to 9 or so", "say its value and its range" },
		{ "5, from -2 to 9", "does not begin with a number" },
		{ "5, from 2 to 9.", "does not begin with a number" },
		{ "5, from 2 to .9", "does not begin with a number" },
		{ "5, from 2 to 1.2.3", "say its value and its range" },
		{ "5, from 2 to 9999999999999", "at most 12 digits" },
		{ "5, from 2 to 9.0000001", "6 of them behind a point" },
		{ "5, from 9 to 2", "first value is not below its last" },
		{ "5, from 5 to 5", "first value is not below its last" },
		{ "1, from 2 to 9", "documented value is not among" },
		{ "0.55, from 0.1 to 1.0 by 0.1", "documented value is not among" },
		{ "5, from 2 to 9 by 0", "0 apart" },
		{ "5, from 2 to 9 by 3", "last value is not reached" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct parameter parameter = { .name = "limit" };
		char *error = NULL;

		if (parameter_read(&parameter, cases[i].text, &error))
			fail_msg("«%s» was read", cases[i].text);
		if (!strstr(error, cases[i].words) || strchr(error, '\n'))
			fail_msg("«%s»: %s", cases[i].text, error);
		free(error);
	}
}

/* The numbers are those that the authors of SplitMix64 give for this seed. */
static void cases_are_drawn_by_the_steps_that_are_written_down(void **state)
{
	struct parameter parameter = read_one("0, from 0 to 999999");
	struct parameter_case cases[3];

	(void)state;
	parameter_draw(&parameter, 1, 1234567, cases, 3);
	assert_int_equal(cases[0].values[0], 365317);
	assert_int_equal(cases[1].values[0], 807973);
	assert_int_equal(cases[2].values[0], 370423);
	assert_int_equal(cases[2].number, 3);
}

static void no_case_is_the_documented_one_or_comes_twice(void **state)
{
	struct parameter parameters[] = { read_one("1, from 1 to 3"),
					  read_one("0.5, from 0.5 to 1.0 by 0.5") };
	struct parameter_case cases[5];

	(void)state;
	for (uint64_t seed = 0; seed < 200; seed++) {
		int seen = 0;

		parameter_draw(parameters, 2, seed, cases, 5);
		for (size_t i = 0; i < 5; i++)
			seen |= 1 << ((cases[i].values[0] - 1) * 2 +
				      cases[i].values[1] / 5 - 1);
		assert_int_equal(seen, 0x3e);
	}
}

static void where_there_are_no_more_cases_one_comes_twice(void **state)
{
	struct parameter parameter = read_one("1, from 1 to 2");
	struct parameter_case cases[MOST_CASES];

	(void)state;
	parameter_draw(&parameter, 1, 1, cases, MOST_CASES);
	assert_int_equal(cases[0].values[0], 2);
	assert_int_equal(cases[MOST_CASES - 1].number, MOST_CASES);
}

static void a_case_is_said_in_words(void **state)
{
	struct parameter parameters[] = { read_one("5, from 2 to 9"),
					  read_one("0.5, from 0.1 to 1.0 by 0.1"),
					  read_one("1, from 1 to 4") };
	struct parameter_case values = { .values = { 7, 3, 2 } };
	char *two, *three;

	(void)state;
	parameters[1].name = "delay";
	parameters[2].name = "tasks";
	two = parameter_sentence(parameters, 2, &values);
	three = parameter_sentence(parameters, 3, &values);
	assert_string_equal(two, "limit 7 and delay 0.3");
	assert_string_equal(three, "limit 7, delay 0.3 and tasks 2");
	free(two);
	free(three);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_is_exact),
		cmocka_unit_test(a_bad_parameter_is_told_in_one_sentence),
		cmocka_unit_test(cases_are_drawn_by_the_steps_that_are_written_down),
		cmocka_unit_test(no_case_is_the_documented_one_or_comes_twice),
		cmocka_unit_test(where_there_are_no_more_cases_one_comes_twice),
		cmocka_unit_test(a_case_is_said_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
