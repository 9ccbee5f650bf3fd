/* Causes that are read in what came when: series that drift, and numbers that are off. */
#include "fixture.h"

#include "run/trace_reader.h"

struct output {
	const char *expected, *actual;
	enum verdict_kind kind;
	const char *cause, *words;
};

static void judge(const struct output *output, bool one_task)
{
	struct trace_entry entries[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "" },
	};
	struct trace trace = { .entries = entries, .count = 1, .complete = true };
	struct fixture_case fixture;

	fixture_case_make(&fixture, output->expected, output->actual);
	if (one_task) {
		fixture.evidence.trace = &trace;
		fixture.source.solution = "int main(void) { }";
	}
	fixture_case_expect(&fixture, output->kind, output->cause, output->words);
}

#define JUDGE_ALL(outputs, one_task)                                                     \
	for (size_t i = 0; i < sizeof(outputs) / sizeof(*(outputs)); i++)                \
	judge(&(outputs)[i], one_task)

#define COOKS                                                                            \
	"0.300 | tea 1\n0.500 | egg 1\n0.600 | tea 2\n0.900 | tea 3\n1.000 | egg 2\n"    \
	"1.000 | done\n"

static void series_that_run_side_by_side_are_measured_each_by_itself(void **state)
{
	static const struct output outputs[] = {
		{ COOKS,
		  "0.310 | tea 1\n0.510 | egg 1\n0.620 | tea 2\n0.930 | tea 3\n"
		  "1.020 | egg 2\n1.020 | done\n",
		  VERDICT_TIME, "drift",
		  "every round takes 0.010 s too long, and it adds up" },
		{ COOKS,
		  "0.000 | tea 1\n0.000 | egg 1\n0.300 | tea 2\n0.500 | egg 2\n"
		  "0.600 | tea 3\n1.000 | done\n",
		  VERDICT_TIME, "wait on the wrong side", "comes a round too early" },
		{ COOKS,
		  "0.310 | tea 1\n0.510 | egg 1\n0.615 | tea 2\n0.920 | tea 3\n"
		  "1.015 | egg 2\n1.015 | done\n",
		  VERDICT_TIME, "drift", "later with each round, by 0.015 s in the end" },
		/* One that is late by itself does not make the others late. */
		{ COOKS,
		  "0.300 | tea 1\n0.500 | egg 1\n0.650 | tea 2\n0.900 | tea 3\n"
		  "1.000 | egg 2\n1.000 | done\n",
		  VERDICT_TIME, NULL, "Line 3, \"tea 2\"" },
	};

	(void)state;
	JUDGE_ALL(outputs, false);
}

static void a_count_that_is_off_is_asked_for(void **state)
{
	static const struct output outputs[] = {
		{ "0.000 | a\n1.000 | read 4 lines\n",
		  "0.000 | a\n1.000 | read 3 lines\n", VERDICT_WRONG, "one not counted",
		  "one too low" },
		{ "0.000 | a\n1.000 | read 4 lines\n",
		  "0.000 | a\n1.000 | read 1 lines\n", VERDICT_WRONG, NULL,
		  "should be \"read 4 lines\"" },
		{ "0.000 | 5 made, 0 open\n", "0.000 | 5 made, 2 open\n", VERDICT_WRONG,
		  "left over", "Instead of 0 it is 2 in the end" },
		{ "0.000 | 5 made, 1 open\n", "0.000 | 5 made, 3 open\n", VERDICT_WRONG,
		  NULL, "should be" },
	};

	(void)state;
	JUDGE_ALL(outputs, false);
}

static void a_number_of_which_nothing_came_is_named(void **state)
{
	static const char asked[] =
		"0.000 | line 0 asks 1\n0.100 | line 1 asks 2\n0.200 | got 1\n"
		"0.200 | line 0 asks 3\n0.300 | got 2\n0.400 | got 3\n0.400 | end\n";
	static const struct output outputs[] = {
		{ asked,
		  "0.000 | line 0 asks 1\n0.100 | line 1 asks 2\n0.200 | got 1\n"
		  "0.300 | got 2\n0.300 | end\n",
		  VERDICT_WRONG, "iteration ends early", "Of number 3 nothing came" },
		/* Something of it came. */
		{ asked,
		  "0.000 | line 0 asks 1\n0.100 | line 1 asks 2\n0.200 | got 1\n"
		  "0.300 | got 2\n0.400 | got 3\n0.400 | end\n",
		  VERDICT_WRONG, "iteration ends early", "It is one like line 2" },
	};

	(void)state;
	JUDGE_ALL(outputs, false);
}

static void a_program_that_ends_too_early_is_told_so(void **state)
{
	static const struct output outputs[] = {
		{ "0.000 | one\n0.000 | two\n0.000 | three\n", "0.000 | one\n",
		  VERDICT_WRONG, "ends too early", "the last 2 lines are missing" },
		{ "0.000 | one\n0.000 | two\n", "0.000 | one\n", VERDICT_WRONG, NULL,
		  "Line 2 is missing" },
	};

	(void)state;
	JUDGE_ALL(outputs, true);
}

static void one_task_that_does_things_too_often_or_too_late_is_asked(void **state)
{
	static const struct output outputs[] = {
		{ "0.000 | a x\n1.000 | b\n2.000 | a y\n",
		  "0.000 | a x\n0.500 | a y\n1.000 | b\n2.000 | a y\n", VERDICT_WRONG,
		  "ahead of its turn", "comes more often than it should" },
		{ "0.000 | take a\n0.000 | show a\n1.000 | take b\n1.000 | show b\n",
		  "0.000 | take a\n1.000 | take b\n1.000 | show a\n1.000 | show b\n",
		  VERDICT_WRONG, "behind its turn", "\"show a\" is done only behind it" },
		{ "0.000 | open\n1.000 | work\n2.000 | close\n",
		  "0.000 | open\n0.000 | close\n1.000 | work\n2.000 | close\n",
		  VERDICT_WRONG, "run twice", "is the exit run twice" },
	};

	(void)state;
	JUDGE_ALL(outputs, true);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			series_that_run_side_by_side_are_measured_each_by_itself),
		cmocka_unit_test(a_count_that_is_off_is_asked_for),
		cmocka_unit_test(a_number_of_which_nothing_came_is_named),
		cmocka_unit_test(a_program_that_ends_too_early_is_told_so),
		cmocka_unit_test(
			one_task_that_does_things_too_often_or_too_late_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
