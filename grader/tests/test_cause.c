/*
 * Causes that lie in what the exercise asks for, in the schedule, in the case, and in
 * what the solution has as well.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/trace_reader.h"
#include "text/memory.h"
#include "text/text.h"

#define LINE "   0.000 | a\n"

/* ---- what no output can show ---------------------------------------------- */

static void judge_words(const char *uses, const char *without, const char *source,
			enum verdict_kind kind, const char *cause, const char *words)
{
	struct fixture_case fixture;

	fixture_case_make(&fixture, LINE, LINE);
	fixture.evidence.uses = uses;
	fixture.evidence.without = without;
	fixture.source.text = source;
	fixture_case_expect(&fixture, kind, cause, words);
}

static void what_the_task_asks_for_must_be_used(void **state)
{
	static const char one[] = "async_with or enter_async_context";

	(void)state;
	judge_words(one, NULL, "async_with (x) { }", VERDICT_PASS, NULL, "each at its");
	judge_words(one, NULL, "enter_async_context(s, x)", VERDICT_PASS, NULL, "each");
	judge_words(one, NULL, "/* async_with */ puts(\"async_with\");", VERDICT_PROTOCOL,
		    "not used", "uses none of async_with, enter_async_context.");
	judge_words(one, NULL, "my_async_with(x);", VERDICT_PROTOCOL, "not used", "none");
	judge_words("a, b", NULL, "a();", VERDICT_PROTOCOL, "not used",
		    "does not use b.");
	judge_words("to_thread(fopen", NULL, "await (to_thread (\n\tfopen, path));",
		    VERDICT_PASS, NULL, "each at its");
	judge_words("to_thread(fopen", NULL, "to_thread(fopen_it, path)",
		    VERDICT_PROTOCOL, "not used", "to_thread(fopen, \u2026).");
}

static void what_is_to_be_done_without_must_not(void **state)
{
	(void)state;
	judge_words(NULL, "async_for", "async_form(x);", VERDICT_PASS, NULL, "each");
	judge_words(NULL, "async_for", "\nasync_for (int, i, x)", VERDICT_PROTOCOL,
		    "used all the same", "done without async_for.");
}

/* A long source is read to its end: neither is anybody accused of leaving out what
 * stands behind a long comment, nor is what is hidden behind one overlooked. */
static void how_long_the_source_is_does_not_matter(void **state)
{
	size_t length = 100000;
	char *blanks = memory_new(length + 1, 1), *source;

	(void)state;
	memset(blanks, ' ', length);
	source = text_format("/*%s*/ async_for (x) { }", blanks);
	judge_words("async_for", NULL, source, VERDICT_PASS, NULL, "each at its");
	judge_words(NULL, "async_for", source, VERDICT_PROTOCOL, "used all the same",
		    "done without async_for.");
	free(source);
	source = text_format("%s async_generator (int, idle) { }", blanks);
	judge_words("async_generator", NULL, source, VERDICT_PROTOCOL, "not used",
		    "idle is written, and nobody calls it.");
	free(source);
	free(blanks);
}

static void who_is_wrong_hears_of_that_first(void **state)
{
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, LINE, "   0.000 | b\n");
	fixture.evidence.uses = "async_with";
	fixture_case_expect(&fixture, VERDICT_WRONG, NULL, "should be \"a\"");
}

/* ---- the case and the schedule -------------------------------------------- */

static void what_was_printed_in_advance_is_known(void **state)
{
	struct fixture_case fixture;
	struct timed_output seen = fixture_output(LINE "   1.000 | b\n");

	(void)state;
	fixture_case_make(&fixture, LINE "   2.000 | b\n", LINE "   1.000 | b\n");
	fixture.evidence.documented = &seen;
	fixture_case_expect(&fixture, VERDICT_TIME, "as documented",
			    "from the arguments of the program");
	/* What differs from both is some other mistake. */
	fixture_case_make(&fixture, LINE "   2.000 | b\n", LINE "   3.000 | b\n");
	fixture.evidence.documented = &seen;
	fixture_case_expect(&fixture, VERDICT_TIME, "wrong waits", "3.000 s pass");
	timed_output_free(&seen);
}

static void numbers_that_lose_their_fraction_are_known(void **state)
{
	static const char side_by_side[] = "   0.745 | b\n   1.898 | a\n";
	static const char in_turn[] = "   1.500 | b\n   3.000 | a\n";
	struct fixture_case fixture;
	struct timed_output seen = fixture_output("   1.000 | b\n   2.000 | a\n");

	(void)state;
	fixture_case_make(&fixture, side_by_side, "   0.000 | b\n   1.000 | a\n");
	fixture.evidence.documented = &seen;
	fixture_case_expect(&fixture, VERDICT_TIME, "cut to whole seconds",
			    "kept in an int, or read by atoi?");
	fixture_case_make(&fixture, in_turn, "   1.000 | b\n   2.000 | a\n");
	fixture.evidence.documented = NULL;
	fixture_case_expect(&fixture, VERDICT_TIME, "wrong waits", "1.000 s pass");
	fixture_case_make(&fixture, in_turn, "   1.000 | b\n   2.500 | a\n");
	fixture.evidence.documented = &seen;
	fixture_case_expect(&fixture, VERDICT_TIME, "wrong waits", "1.000 s pass");
	timed_output_free(&seen);
}

static void luck_is_asked_for_where_only_the_order_changed(void **state)
{
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, LINE "   0.000 | b\n", "   0.000 | b\n" LINE);
	fixture.evidence.permuted = true;
	fixture_case_expect(&fixture, VERDICT_WRONG, "by luck of the order",
			    "where it should await it?");
}

static void a_time_of_day_is_no_number_of_anything(void **state)
{
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, "   1.000 | 09:00:01 x\n   2.000 | 09:00:02 y\n",
			  "   1.000 | 09:00:02 x\n   2.000 | 09:00:03 y\n");
	fixture_case_expect(&fixture, VERDICT_WRONG, "numbers shifted",
			    "the time of day is too late, by 1 s");
}

/* ---- with the solution beside it ------------------------------------------ */

#define SECOND INT64_C(1000000000)
#define GIVEN  "async (void, given)\n{\n\tawait (async_sleep(1.0));\n}\n"

/* The line comes late, right after a sleep in given(), which takes a second. */
static void judge_late(const char *text, const char *solution, const char *cause,
		       const char *words)
{
	struct trace_place place = { .function = "given",
				     .file = "program.c",
				     .line = 3,
				     .text = "async_sleep(1.0)" };
	struct trace_entry entries[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "m" },
		{ .kind = TRACE_SUSPEND, .task = 1, .text = "", .place = &place },
		{ .kind = TRACE_RESUME, .task = 1, .at = SECOND, .text = "" },
		{ .kind = TRACE_TASK_END, .task = 1, .at = 2 * SECOND, .text = "" },
	};
	struct trace trace = { .entries = entries, .count = 4, .complete = true };
	struct fixture_case fixture;

	fixture_case_make(&fixture, LINE "   0.500 | b\n   0.700 | c\n",
			  LINE "   1.000 | b\n   2.000 | c\n");
	fixture.source.text = text;
	fixture.source.solution = solution;
	fixture.evidence.trace = &trace;
	fixture_case_expect(&fixture, VERDICT_TIME, cause, words);
}

static void a_wait_that_the_solution_has_too_is_not_to_blame(void **state)
{
	(void)state;
	judge_late(GIVEN, NULL, "wait in question", "is that wait too long");
	judge_late(GIVEN, "async (void, given)\n{\n\tawait (async_sleep(0.5));\n}\n",
		   "wait in question", "is that wait too long");
	judge_late(GIVEN, GIVEN, "wait in question", "which stands there as it should");
	/* However it is laid out. */
	judge_late(GIVEN,
		   "async (void,\n\tgiven) {\n\tawait (async_sleep(1.0)); /* one */\n}\n",
		   "wait in question", "is that begun too late");
}

/* A stream is closed by who leaves the loop over it; what it does not give then is no
 * clean-up that was left out. */
static void a_loop_that_is_left_early_is_told_from_missing_clean_up(void **state)
{
	struct trace_entry entries[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "m" },
		{ .kind = TRACE_ACLOSE, .task = 1, .at = SECOND, .text = "numbers" },
	};
	struct trace trace = { .entries = entries, .count = 2, .complete = true };
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, "   1.000 | 1\n   2.000 | 2\n   2.000 | sum 3\n",
			  "   1.000 | 1\n   1.000 | sum 1\n");
	fixture.evidence.trace = &trace;
	fixture_case_expect(&fixture, VERDICT_WRONG, "iteration ends early",
			    "the loop over it left too early");
	fixture_case_make(&fixture, "   1.000 | 1\n   1.000 | closed\n",
			  "   1.000 | 1\n");
	fixture.evidence.trace = &trace;
	fixture_case_expect(&fixture, VERDICT_WRONG, "after an exception",
			    "for want of a finally");
}

/* ---- what came of an exception ---------------------------------------------- */

/* A block is left by an exception, with an exit that can swallow it, and a try around
 * the block. */
static void judge_left(const char *expected, const char *actual, const char *cause,
		       const char *words)
{
	static const char text[] = "async (bool, door_aexit, (bool, known))\n{\n"
				   "\treturn known;\n}\n"
				   "async (void, f)\n{\n\ttry {\n\t\twork();\n"
				   "\t} except (KeyError, e) {\n\t\tputs(\"escaped\");\n"
				   "\t} end_try\n\tputs(\"going on\");\n}\n";
	struct trace_entry entries[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "m" },
		{ .kind = TRACE_EXIT, .task = 1, .at = SECOND, .text = "KeyError" },
	};
	struct trace trace = { .entries = entries, .count = 2, .complete = true };
	struct fixture_case fixture;

	fixture_case_make(&fixture, expected, actual);
	fixture.source.text = text;
	fixture.evidence.trace = &trace;
	fixture_case_expect(&fixture, VERDICT_WRONG, cause, words);
}

static void an_exit_is_not_to_blame_for_what_got_out_of_it(void **state)
{
	(void)state;
	judge_left(LINE "   1.000 | escaped\n", LINE "   1.000 | going on\n",
		   "exception swallowed", "this exit can return true");
	judge_left(LINE "   1.000 | escaped\n",
		   LINE "   1.000 | escaped\n   1.000 | going on\n", "behind the try",
		   "This stands behind the end_try, where the program goes on after the "
		   "except of line 9, too");
	judge_left(LINE "   1.000 | escaped\n",
		   LINE "   1.000 | escaped\n   1.000 | something\n", NULL,
		   "Line 3 should not be there: \"something\"");
	/* What may follow on it is no line too many for that. */
	judge_left("   0.000 | escaped\n   0.000 | going on\n   1.000 | escaped\n",
		   "   0.000 | escaped\n   0.000 | going on\n   1.000 | escaped\n"
		   "   1.000 | going on\n",
		   "run twice", "It came a second time");
}

#define FINALLY "try { work(); } finally { printf(\"closing %s\\n\", x); } end_try\n"
#define EXCEPT                                                                           \
	"try { work(); } except (ValueError, e) {\n"                                     \
	"printf(\"closing %s\\n\", x); raise (); } end_try\n"

static void judge_closing(const char *text, const char *solution, const char *cause,
			  const char *words)
{
	struct fixture_case fixture;

	fixture_case_make(&fixture, LINE "   1.000 | closing door\n   2.000 | b\n",
			  LINE "   2.000 | b\n");
	fixture.source.text = text;
	fixture.source.solution = solution;
	fixture_case_expect(&fixture, VERDICT_WRONG, cause, words);
}

static void what_only_an_except_cleans_up_is_asked_for_a_finally(void **state)
{
	(void)state;
	judge_closing(EXCEPT "f(\"door\");", FINALLY, "except for finally",
		      "Only this except prints it");
	/* Not of one that has it on both ways, and not where an except is the place. */
	judge_closing(EXCEPT "printf(\"closing %s\\n\", x);", FINALLY, "exit skipped",
		      "is missing");
	judge_closing(EXCEPT, EXCEPT, "exit skipped", "is missing");
	judge_closing(EXCEPT, NULL, "exit skipped", "is missing");
}

/* ---- what ends too early ----------------------------------------------------- */

/* The line comes again, in another series: that is not the one that is missing. */
static void a_series_is_cut_although_its_item_comes_elsewhere(void **state)
{
	static const char two[] = "   0.100 | item 1\n   0.200 | item 2\n",
			  last[] = "   0.300 | item 3\n", half[] = "   0.300 | half\n",
			  other[] = "   1.000 | item 3\n";
	char expected[256], actual[256];
	struct fixture_case fixture;

	(void)state;
	snprintf(expected, sizeof expected, "%s%s%s%s", two, last, half, other);
	snprintf(actual, sizeof actual, "%s%s%s", two, half, other);
	fixture_case_make(&fixture, expected, actual);
	fixture_case_expect(&fixture, VERDICT_WRONG, "iteration ends early",
			    "The lines like it end with line 2");
}

/* ---- what is thrown away ------------------------------------------------------ */

static void judge_number(const char *text, const char *solution, const char *cause)
{
	struct fixture_case fixture;

	fixture_case_make(&fixture, LINE "   1.000 | sum 26\n",
			  LINE "   1.000 | sum 14\n");
	fixture.source.text = text;
	fixture.source.solution = solution;
	fixture_case_expect(&fixture, VERDICT_WRONG, cause, "should be \"sum 26\"");
}

static void a_result_that_is_dropped_is_asked_for(void **state)
{
	static const char drops[] = "Task(int) t = x;\nf() { g(); await (t); }",
			  nothing[] = "Task(void) t = x;\nf() { g(); await (t); }",
			  coroutine[] = "async (int, h) { }\nf() { g(); await (h()); }",
			  of_none[] = "async (void, h) { }\nf() { g(); await (h()); }",
			  used[] = "Task(int) t = x;\nf() { g(); n += await (t); }";

	(void)state;
	judge_number(drops, used, "result dropped");
	judge_number(coroutine, used, "result dropped");
	judge_number(drops, drops, NULL);
	judge_number(drops, NULL, NULL);
	judge_number(nothing, used, NULL);
	judge_number(of_none, used, NULL);
	judge_number(used, used, NULL);
}

/* ---- who is cancelled -------------------------------------------------------- */

/* Task 2 is cancelled, and what it does then is missing, and what comes after it. */
static void judge_cancelled(struct trace_entry *third, const char *solution,
			    const char *cause, const char *words)
{
	struct trace_place place = {
		.function = "m", .file = "program.c", .line = 3, .text = "work()"
	};
	struct trace_entry entries[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "m" },
		{ .kind = TRACE_TASK_CREATE, .task = 2, .text = "work", .place = &place },
		{ .kind = TRACE_CANCEL, .task = 2, .at = SECOND, .text = "" },
		*third,
		{ .kind = TRACE_TASK_END, .task = 1, .at = SECOND, .text = "" },
		{ .kind = TRACE_TASK_END, .task = 2, .at = SECOND, .text = "" },
	};
	struct trace trace = { .entries = entries, .count = 6, .complete = true };
	struct fixture_case fixture;

	fixture_case_make(&fixture, LINE "   1.000 | c\n   2.000 | d\n",
			  LINE "   1.000 | d\n");
	fixture.source.text = "async (void, m)\n{\n\ttask_cancel(t);\n}\n";
	fixture.source.solution = solution;
	fixture.evidence.trace = &trace;
	fixture_case_expect(&fixture, VERDICT_WRONG, cause, words);
}

static void who_cancels_is_asked_for_an_await(void **state)
{
	static const char awaited[] = "async (void, s)\n{\n\ttask_cancel(t);\n"
				      "\tawait (t);\n}\n",
			  left[] = "async (void, s)\n{\n\ttask_cancel(t);\n}\n"
				   "async (void, o)\n{\n\tawait (t);\n}\n",
			  words[] = "Just before, a task was cancelled";
	struct trace_entry nothing = { .kind = TRACE_RESUME, .task = 1, .text = "" };
	struct trace_entry wait = {
		.kind = TRACE_WAIT, .task = 1, .at = SECOND, .text = (char *)"task 2"
	};
	struct trace_entry end = {
		.kind = TRACE_TASK_END, .task = 2, .at = SECOND, .text = ""
	};

	(void)state;
	judge_cancelled(&nothing, NULL, "task not awaited", "nobody awaited it after");
	judge_cancelled(&nothing, awaited, "task not awaited", "work was cancelled at");
	judge_cancelled(&nothing, left, "after a cancellation", words);
	judge_cancelled(&wait, NULL, "after a cancellation", words);
	judge_cancelled(&end, NULL, "after a cancellation", words);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_task_asks_for_must_be_used),
		cmocka_unit_test(what_is_to_be_done_without_must_not),
		cmocka_unit_test(how_long_the_source_is_does_not_matter),
		cmocka_unit_test(who_is_wrong_hears_of_that_first),
		cmocka_unit_test(what_was_printed_in_advance_is_known),
		cmocka_unit_test(numbers_that_lose_their_fraction_are_known),
		cmocka_unit_test(luck_is_asked_for_where_only_the_order_changed),
		cmocka_unit_test(a_time_of_day_is_no_number_of_anything),
		cmocka_unit_test(a_wait_that_the_solution_has_too_is_not_to_blame),
		cmocka_unit_test(a_loop_that_is_left_early_is_told_from_missing_clean_up),
		cmocka_unit_test(an_exit_is_not_to_blame_for_what_got_out_of_it),
		cmocka_unit_test(what_only_an_except_cleans_up_is_asked_for_a_finally),
		cmocka_unit_test(a_series_is_cut_although_its_item_comes_elsewhere),
		cmocka_unit_test(a_result_that_is_dropped_is_asked_for),
		cmocka_unit_test(who_cancels_is_asked_for_an_await),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
