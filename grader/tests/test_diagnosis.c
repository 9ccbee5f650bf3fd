/* Diagnosis: the cause is named where the evidence shows it, and not else. */
#define _GNU_SOURCE
#include "fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "judge/diagnosis.h"
#include "run/trace_reader.h"

struct expectation {
	const char *expected, *actual;
	enum verdict_kind kind;
	const char *cause, *words;
};

static void judge(const struct expectation *wanted)
{
	struct fixture_case fixture;

	fixture_case_make(&fixture, wanted->expected, wanted->actual);
	fixture_case_expect(&fixture, wanted->kind, wanted->cause, wanted->words);
}

#define JUDGE_ALL(cases)                                                                 \
	for (size_t i = 0; i < sizeof(cases) / sizeof(*(cases)); i++)                    \
	judge(&(cases)[i])

#define COUNT      "1.000 | 1\n2.000 | 2\n3.000 | 3\n"
#define RESOURCE   "0.000 | open\n1.000 | use\n2.000 | closing\n3.000 | closed\n"
#define TWO_SERIES "0.100 | 1\n0.200 | 2\n0.300 | 3\n1.000 | 1\n2.000 | 2\n"

static void wrong_waits_are_described(void **state)
{
	static const struct expectation cases[] = {
		{ COUNT, "0.000 | 1\n0.000 | 2\n0.000 | 3\n", VERDICT_TIME, "never waits",
		  "All lines came at 0.000 s" },
		{ "1.000 | b\n2.000 | a\n", "0.000 | a\n0.000 | b\n", VERDICT_WRONG,
		  "never waits", "All lines came at 0.000 s" },
		{ COUNT, "2.000 | 1\n4.000 | 2\n6.000 | 3\n", VERDICT_TIME,
		  "all waits scaled", "twice as long" },
		{ COUNT, "0.500 | 1\n1.000 | 2\n1.500 | 3\n", VERDICT_TIME,
		  "all waits scaled", "half as long" },
		{ COUNT, "0.001 | 1\n0.002 | 2\n0.003 | 3\n", VERDICT_TIME,
		  "all waits scaled", "milliseconds" },
		{ COUNT, "1.000 | 1\n2.000 | 2\n3.500 | 3\n", VERDICT_TIME, "wrong waits",
		  "Before line 3, \"3\", 1.500 s pass instead of 1.000 s" },
		{ TWO_SERIES, "0.050 | 1\n0.100 | 2\n0.150 | 3\n0.850 | 1\n1.850 | 2\n",
		  VERDICT_TIME, "wrong waits", "each of the lines 1 to 3" },
		{ COUNT, "1.000 | 1\n2.000 | 2\n2.000 | 3\n", VERDICT_TIME,
		  "wait missing", "No time passes before line 3" },
		{ "0.000 | a\n1.000 | b\n1.500 | c\n3.500 | d\n",
		  "0.010 | a\n1.020 | b\n1.530 | c\n3.540 | d\n", VERDICT_TIME, "drift",
		  "each round takes 0.010 s too long" },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void a_wait_on_the_wrong_side_is_asked_for(void **state)
{
	static const struct expectation cases[] = {
		{ RESOURCE,
		  "1.000 | open\n1.000 | use\n2.000 | closing\n3.000 | closed\n",
		  VERDICT_TIME, "wait on the wrong side",
		  "before \"open\", where it should come after?" },
		{ "1.000 | 1\n2.000 | 2\n3.000 | 3\n3.000 | end\n",
		  "0.000 | 1\n1.000 | 2\n2.000 | 3\n3.000 | end\n", VERDICT_TIME,
		  "wait on the wrong side",
		  "after each of these lines, where it should come before?" },
		{ "0.000 | 1\n1.000 | 2\n2.000 | 3\n",
		  "1.000 | 1\n2.000 | 2\n3.000 | 3\n", VERDICT_TIME,
		  "wait on the wrong side", "before each of these lines" },
	};
	struct fixture_case fixture;

	(void)state;
	JUDGE_ALL(cases);
	/* At the end it is the end of the program that shows it. */
	fixture_case_make(&fixture, COUNT, "0.000 | 1\n1.000 | 2\n2.000 | 3\n");
	fixture.result.ended_at = 3 * NANOSECONDS_PER_SECOND;
	fixture_case_expect(&fixture, VERDICT_TIME, "wait on the wrong side",
			    "after each");
	fixture_case_make(&fixture, COUNT, "0.000 | 1\n1.000 | 2\n2.000 | 3\n");
	fixture_case_expect(&fixture, VERDICT_TIME, "wait missing", "before line 1");
}

static void what_runs_one_after_the_other_is_asked_for(void **state)
{
	static const struct expectation cases[] = {
		{ "1.000 | a\n1.000 | b\n1.000 | c\n",
		  "1.000 | a\n2.000 | b\n3.000 | c\n", VERDICT_TIME,
		  "one after the other", "Lines 1 to 3 belong to one instant" },
		{ "0.000 | start a\n0.000 | start b\n1.000 | end a\n1.000 | end b\n",
		  "0.000 | start a\n1.000 | end a\n1.000 | start b\n2.000 | end b\n",
		  VERDICT_WRONG, "one after the other",
		  "Does \"start b\" wait until \"end a\"" },
		{ "0.000 | a\n1.000 | b\n2.000 | c\n3.000 | d\n3.000 | e\n",
		  "0.000 | a\n0.000 | b\n0.000 | c\n3.000 | d\n3.000 | e\n", VERDICT_TIME,
		  "all together", "Lines 1 to 3 all came at 0.000 s" },
		{ "0.000 | a\n1.000 | b\n1.000 | c\n",
		  "0.000 | a\n1.000 | c\n1.000 | b\n", VERDICT_WRONG,
		  "order at one instant", "same instant" },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void iterations_that_miss_their_end_are_named(void **state)
{
	static const struct expectation cases[] = {
		{ COUNT, "1.000 | 1\n2.000 | 2\n", VERDICT_WRONG, "iteration ends early",
		  "one item early: line 3, \"3\"" },
		{ TWO_SERIES, "0.100 | 1\n0.200 | 2\n0.800 | 1\n1.800 | 2\n",
		  VERDICT_WRONG, "iteration ends early", "line 3, \"3\"" },
		{ COUNT, COUNT "4.000 | 4\n", VERDICT_WRONG, "iteration ends late",
		  "one item too many: line 4, \"4\"" },
		{ TWO_SERIES,
		  "0.100 | 1\n0.200 | 2\n0.300 | 3\n0.400 | 4\n1.100 | 1\n2.100 | 2\n",
		  VERDICT_WRONG, "iteration ends late", "line 4, \"4\"" },
		{ TWO_SERIES, "0.100 | 0\n0.200 | 1\n0.300 | 2\n1.000 | 1\n2.000 | 2\n",
		  VERDICT_WRONG, "numbers shifted",
		  "In the lines 1 to 3 each number is too low by 1" },
		{ "0.000 | start\n1.000 | 1\n2.000 | 2\n2.000 | end\n",
		  "0.000 | start\n2.000 | end\n", VERDICT_WRONG, "items missing",
		  "before these items" },
		{ "1.000 | get 1\n1.000 | item 1\n2.000 | get 2\n2.000 | item 2\n",
		  "1.000 | get 1\n1.000 | item 1\n", VERDICT_WRONG,
		  "iteration ends early", "one round early: the lines 3 to 4" },
		{ "1.000 | get 1\n1.000 | item 1\n2.000 | get 2\n2.000 | item 2\n"
		  "2.000 | end\n",
		  "1.000 | get 1\n2.000 | get 2\n2.000 | end\n", VERDICT_WRONG,
		  "items missing", "Of the lines like it 2 are missing" },
		{ "1.000 | 1\n2.000 | 2\n2.000 | sum 3\n",
		  "1.000 | 1\n2.000 | 2\n3.000 | 3\n3.000 | sum 6\n", VERDICT_WRONG,
		  "iteration ends late", "one item too many?" },
		{ "1.000 | read 4 lines\n", "1.000 | read 8 lines\n", VERDICT_WRONG,
		  "run twice", "twice what it should be" },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void a_skipped_or_repeated_exit_is_asked_for(void **state)
{
	static const struct expectation cases[] = {
		{ RESOURCE, "0.000 | open\n1.000 | use\n", VERDICT_WRONG, "exit skipped",
		  "is the exit skipped" },
		{ RESOURCE, RESOURCE "3.000 | closing\n4.000 | closed\n", VERDICT_WRONG,
		  "run twice", "is the exit run twice" },
		{ RESOURCE, RESOURCE "3.000 | closed\n", VERDICT_WRONG, "run twice",
		  "is the exit run twice" },
		/* Who was there until the end has not left anything behind. */
		{ "0.000 | a\n1.000 | b\n1.000 | sum\n", "0.000 | a\n1.000 | b\n",
		  VERDICT_WRONG, NULL, "Line 3 is missing" },
		{ "0.000 | a\n1.000 | b\n2.000 | sum\n", "0.000 | a\n1.000 | b\n",
		  VERDICT_WRONG, "exit skipped", "wait for all that it started" },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void nearly_right_texts_are_shown(void **state)
{
	static const struct expectation cases[] = {
		{ "0.000 | hello\n", "0.000 | hello \n", VERDICT_WRONG,
		  "invisible difference", "white space at its end: \"hello\u00b7\"" },
		{ "0.000 | hello\n", "0.000 | hello\r\n", VERDICT_WRONG,
		  "invisible difference", "a carriage return" },
		{ "0.000 | a b\n", "0.000 | a\u00a0b\n", VERDICT_WRONG,
		  "invisible difference", "a non-breaking space: \"a\\u{a0}b\"" },
		{ "0.000 | a b\n", "0.000 | a\tb\n", VERDICT_WRONG,
		  "invisible difference", "a tab" },
		{ "0.000 | Hello\n", "0.000 | hello\n", VERDICT_WRONG, "capital letters",
		  "capital and small letters" },
		{ "0.000 | Releasing\n", "0.000 | Relasing\n", VERDICT_WRONG, "misspelt",
		  "should be \"Releasing\" but is \"Relasing\"" },
		{ "0.000 | item 7\n", "0.000 | item 9\n", VERDICT_WRONG, NULL,
		  "should be \"item 7\" but is \"item 9\"" },
	};
	struct fixture_case fixture;

	(void)state;
	JUDGE_ALL(cases);
	fixture_case_make(&fixture, COUNT, COUNT);
	fixture.actual.lines[2].newline = false;
	fixture_case_expect(&fixture, VERDICT_WRONG, "no newline",
			    "newline (\\n) is missing");
}

static void the_end_of_a_program_is_judged_first(void **state)
{
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, COUNT, "1.000 | 1\n");
	fixture.result.end = PROGRAM_DEADLOCK;
	fixture_case_expect(&fixture, VERDICT_DEADLOCK, "deadlock",
			    "After line 1 everything waits");
	fixture_case_make(&fixture, COUNT, COUNT "4.000 | 4\n5.000 | 5\n");
	fixture.result.end = PROGRAM_VIRTUAL_LIMIT;
	fixture_case_expect(&fixture, VERDICT_WALL, "never ends",
			    "iteration never ends: line 4");
	fixture_case_make(
		&fixture, "1.000 | get 1\n1.000 | item 1\n1.000 | end\n",
		"1.000 | get 1\n1.000 | item 1\n2.000 | get 2\n2.000 | item 2\n"
		"3.000 | get 3\n3.000 | item 3\n4.000 | get 4\n4.000 | item 4\n");
	fixture.result.end = PROGRAM_VIRTUAL_LIMIT;
	fixture_case_expect(&fixture, VERDICT_WALL, "never ends",
			    "iteration never ends: line 3");
	fixture_case_make(&fixture, COUNT, COUNT);
	fixture.result.end = PROGRAM_VIRTUAL_LIMIT;
	fixture_case_expect(&fixture, VERDICT_WALL, "does not stop", "does not end");
	fixture_case_make(&fixture, COUNT, "1.000 | 1\n");
	fixture.result.end = PROGRAM_VIRTUAL_LIMIT;
	fixture_case_expect(&fixture, VERDICT_WALL, "waits for ever",
			    "After line 1, \"1\"");
	fixture_case_make(&fixture, COUNT, COUNT);
	fixture.result.end = PROGRAM_CPU_LIMIT;
	fixture_case_expect(&fixture, VERDICT_CPU, "does not stop", "does not end");
	fixture_case_make(&fixture, COUNT, "");
	fixture.result.end = PROGRAM_MEMORY_LIMIT;
	fixture.result.error = (char *)"it took all";
	fixture_case_expect(&fixture, VERDICT_MEMORY, "limit", "it took all");
	fixture_case_make(&fixture, COUNT, "");
	fixture.result.end = PROGRAM_NOT_STARTED;
	fixture.result.error = (char *)"no room";
	fixture_case_expect(&fixture, VERDICT_JE, NULL, "no room");
	fixture_case_make(&fixture, COUNT, COUNT);
	fixture.result.status = 3;
	fixture_case_expect(&fixture, VERDICT_WRONG, "exit status", "exit status 3");
	fixture_case_make(&fixture, COUNT, COUNT);
	fixture.result.end = PROGRAM_SIGNALED;
	fixture.result.status = SIGSEGV;
	fixture_case_expect(&fixture, VERDICT_CRASH, "crash", "SIGSEGV");
	fixture.evidence.errors =
		"stack overflow in coroutine 'deep' (its stack is 64 KiB)\n";
	fixture_case_expect(&fixture, VERDICT_CRASH, "crash",
			    "Coroutine deep ran out of its stack");
}

static void an_uncaught_exception_is_reduced_to_its_line(void **state)
{
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, COUNT, "");
	fixture.result.status = 1;
	fixture.source.text = "first\nsecond\n\traise (ValueError, \"no\");\n";
	fixture.evidence.errors = "Traceback (most recent call last):\n"
				  "  File \"program.c\", line 1, in main\n"
				  "    first\n"
				  "  File \"program.c\", line 3, in f\n"
				  "    raise\n"
				  "ValueError: no\n";
	diagnose(&fixture.evidence, &fixture.verdict);
	assert_int_equal(fixture.verdict.kind, VERDICT_WRONG);
	assert_string_equal(fixture.verdict.message,
			    "Nobody caught the exception ValueError: no.");
	assert_int_equal(fixture.verdict.where.line, 3);
	assert_string_equal(fixture.verdict.where.source, "raise (ValueError, \"no\");");
	verdict_free(&fixture.verdict);
	timed_output_free(&fixture.expected);
	timed_output_free(&fixture.actual);
}

static void output_in_the_wrong_place_is_found(void **state)
{
	struct timed_line line = { .stream = STREAM_ERROR,
				   .text = (char *)"1",
				   .length = 1 };
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, COUNT, "");
	fixture.result.lines = &line;
	fixture.result.line_count = 1;
	fixture_case_expect(&fixture, VERDICT_WRONG, "standard error", "standard error");
	fixture_case_make(&fixture, COUNT, "");
	fixture_case_expect(&fixture, VERDICT_WRONG, "nothing printed",
			    "printed nothing");
	fixture_case_make(&fixture, COUNT, "1.000 | 1\n");
	fixture.source.text = "int main(void)\n{\n\tfclose(stdout);\n}\n";
	fixture_case_expect(&fixture, VERDICT_WRONG, "output closed",
			    "Does the program close its standard output");
	fixture_case_make(&fixture, COUNT, "3.000 | 1\n3.000 | 2\n3.000 | 3\n");
	fixture_case_expect(&fixture, VERDICT_TIME, "output held back",
			    "kept in a buffer");
}

static void a_child_that_keeps_its_lines_is_found(void **state)
{
	struct blocking_call call = {
		.name = "sleep",
		.program = (char *)"/x/writer",
		.object = (char *)"/x/writer",
		.duration = 1,
	};
	struct evidence_source sources[2];
	struct fixture_case fixture;

	(void)state;
	for (int sends = 0; sends < 3; sends++) {
		fixture_case_make(&fixture, COUNT, "");
		sources[0] = fixture.source;
		sources[1] = (struct evidence_source){
			.name = "writer.c",
			.shown = "writer.c",
			.program = "writer",
			.text = sends == 2   ? "fprintf(stderr, x);\n"
				: sends == 1 ? "fprintf(f, x);\nfflush(f);\n"
					     : "/* no fflush(f) */\nfprintf(f, x);\n",
		};
		fixture.evidence.sources = sources;
		fixture.evidence.source_count = 2;
		fixture.result.blocking_calls = &call;
		fixture.result.blocking_call_count = 1;
		fixture.result.end = PROGRAM_VIRTUAL_LIMIT;
		fixture_case_expect(&fixture, VERDICT_WALL,
				    sends ? "limit" : "child holds its output back",
				    sends ? "stopped" : "Do the lines of writer stay");
	}
}

static void the_handed_out_file_is_told_where_to_start(void **state)
{
	struct timed_output nothing = { 0 };
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, COUNT, "");
	fixture.evidence.where_to_start = "Begin here.";
	fixture.evidence.handed_out = &nothing;
	fixture_case_expect(&fixture, VERDICT_WRONG, "as handed out", "Begin here.");
	/* Who has got further hears of what happened. */
	fixture_case_make(&fixture, COUNT, "1.000 | 1\n");
	fixture.evidence.where_to_start = "Begin here.";
	fixture.evidence.handed_out = &nothing;
	fixture_case_expect(&fixture, VERDICT_WRONG, "iteration ends early", "line 2");
}

static void a_right_program_is_accused_of_nothing(void **state)
{
	struct fixture_case fixture;

	(void)state;
	fixture_case_make(&fixture, RESOURCE, RESOURCE);
	fixture.evidence.where_to_start = "Begin here.";
	fixture.evidence.handed_out = &fixture.actual;
	fixture.source.text = "fclose(stdout);";
	fixture_case_expect(&fixture, VERDICT_PASS, NULL, "each at its moment");
}

/* ---- with a trace -------------------------------------------------------- */

/* What a trace of these entries adds to a case. */
static void judge_traced(const struct expectation *wanted, struct trace_entry *entries,
			 size_t count, const char *source)
{
	struct trace trace = { .entries = entries, .count = count, .complete = true };
	struct fixture_case fixture;

	fixture_case_make(&fixture, wanted->expected, wanted->actual);
	fixture.evidence.trace = &trace;
	if (source)
		fixture.source.text = source;
	fixture_case_expect(&fixture, wanted->kind, wanted->cause, wanted->words);
}

#define SECOND INT64_C(1000000000)

static struct trace_place place = {
	.file = "program.c", .function = "work", .text = "async_sleep(1)", .line = 1
};

static void order_is_asked_of_what_is_due_at_that_moment(void **state)
{
	static const struct expectation same = { "0.000 | a\n1.000 | b\n1.000 | c\n",
						 "0.000 | a\n1.000 | c\n1.000 | b\n",
						 VERDICT_WRONG, "order at one instant",
						 "the other way round" },
					ahead = { "0.000 | a\n1.000 | b\n2.000 | c\n",
						  "0.000 | a\n1.000 | c\n1.000 | b\n",
						  VERDICT_WRONG, "ahead of its turn",
						  "\"c\" is due only at 2.000 s" },
					many = { "0.000 | a\n1.000 | b\n1.000 | c\n",
						 "0.000 | a\n1.000 | c\n1.000 | b\n",
						 VERDICT_WRONG, "order at one instant",
						 "started in the other order" };
	struct trace_entry one[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "" }
	};
	struct trace_entry two[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "" },
		{ .kind = TRACE_TASK_CREATE, .task = 2, .place = &place, .text = "" },
	};

	(void)state;
	judge_traced(&same, one, 1, NULL);
	judge_traced(&ahead, one, 1, NULL);
	judge_traced(&many, two, 2, NULL);
}

static void who_is_late_by_itself_did_not_stand_in_a_queue(void **state)
{
	static const struct expectation queued = { "1.000 | a\n1.500 | b\n",
						   "1.500 | b\n2.500 | a\n",
						   VERDICT_WRONG, "one after the other",
						   "wait until" },
					slow = { "1.000 | a\n1.500 | b\n",
						 "1.500 | b\n2.000 | a\n", VERDICT_WRONG,
						 "wait in question",
						 "is that wait too long" };
	struct trace_entry in_queue[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 2, .place = &place, .text = "" },
		{ .kind = TRACE_SUSPEND,
		  .task = 2,
		  .place = &place,
		  .text = "",
		  .at = SECOND * 3 / 2 },
		{ .kind = TRACE_RESUME, .task = 2, .text = "", .at = SECOND * 5 / 2 },
	};
	struct trace_entry slept[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 2, .place = &place, .text = "" },
		{ .kind = TRACE_SUSPEND, .task = 2, .place = &place, .text = "" },
		{ .kind = TRACE_RESUME, .task = 2, .text = "", .at = SECOND * 3 / 2 },
		{ .kind = TRACE_SUSPEND, .task = 3, .place = &place, .text = "" },
		{ .kind = TRACE_RESUME, .task = 3, .text = "", .at = SECOND * 2 },
	};

	(void)state;
	judge_traced(&queued, in_queue, 3, NULL);
	judge_traced(&slow, slept, 5, NULL);
}

static void who_was_left_behind_is_named(void **state)
{
	static const struct expectation
		task = { COUNT, "1.000 | 1\n", VERDICT_WRONG, "task not awaited",
			 "The task work was created, and nobody waited for it" },
		waited = { COUNT, "1.000 | 1\n", VERDICT_WRONG, "iteration ends early",
			   "line 2" },
		open = { "1.000 | a\n1.000 | off\n1.000 | end\n",
			 "1.000 | a\n1.000 | end\n1.000 | off\n", VERDICT_WRONG,
			 "generator left open", "the generator heating was still open" };
	struct trace_entry left[] = {
		{ .kind = TRACE_TASK_CREATE,
		  .task = 2,
		  .place = &place,
		  .text = (char *)"work" },
		{ .kind = TRACE_TASK_END, .task = 1, .text = "" },
		{ .kind = TRACE_CANCEL, .task = 2, .text = "" },
	};
	struct trace_entry awaited[] = {
		{ .kind = TRACE_TASK_CREATE,
		  .task = 2,
		  .place = &place,
		  .text = (char *)"work" },
		{ .kind = TRACE_WAIT, .task = 1, .text = (char *)"task 2" },
		{ .kind = TRACE_TASK_END, .task = 1, .text = "" },
		{ .kind = TRACE_CANCEL, .task = 2, .text = "" },
	};
	struct trace_entry closed[] = {
		{ .kind = TRACE_TASK_END, .task = 1, .text = "" },
		{ .kind = TRACE_ACLOSE, .task = 2, .text = (char *)"heating" },
	};

	(void)state;
	judge_traced(&task, left, 3, NULL);
	judge_traced(&waited, awaited, 4, NULL);
	judge_traced(&open, closed, 2, NULL);
}

static void an_exception_is_followed_to_the_except_that_prints_it(void **state)
{
	static const char source[] = "try { work(); } except (ValueError, e) { "
				     "printf(\"caught: %s\\n\", x); }";
	static const struct expectation
		swallowed = { "0.000 | a\n1.000 | caught: bad\n1.000 | end\n",
			      "0.000 | a\n1.000 | end\n", VERDICT_WRONG,
			      "exception swallowed",
			      "ValueError was raised, but did not get to the "
			      "except" },
		never = { "0.000 | a\n1.000 | caught: bad\n1.000 | end\n",
			  "0.000 | a\n1.000 | end\n", VERDICT_WRONG, "nothing raised",
			  "no exception was raised for it" },
		needless = { "0.000 | a\n1.000 | end\n",
			     "0.000 | a\n1.000 | caught: bad\n1.000 | end\n",
			     VERDICT_WRONG, "after an exception",
			     "a ValueError: should that be raised there?" };
	struct trace_entry raised[] = {
		{ .kind = TRACE_TASK_CREATE, .task = 1, .text = "" },
		{ .kind = TRACE_RAISE,
		  .task = 1,
		  .text = (char *)"ValueError",
		  .at = SECOND,
		  .place = &place },
	};

	(void)state;
	judge_traced(&swallowed, raised, 2, source);
	judge_traced(&never, raised, 1, source);
	judge_traced(&needless, raised, 2, source);
}

static void a_raise_in_what_the_solution_has_too_is_not_to_blame(void **state)
{
	static const char text[] = "given (void)\n{\n\traise (ValueError);\n}\n"
				   "mine (void)\n{\n\tgiven();\n}\n";
	struct fixture_case fixture;

	(void)state;
	for (int at_hand = 0; at_hand < 2; at_hand++) {
		fixture_case_make(&fixture, COUNT, "");
		fixture.result.status = 1;
		fixture.source.text = text;
		fixture.source.solution =
			at_hand ? "given (void)\n{\n\traise (ValueError);\n}\n" : NULL;
		fixture.evidence.errors = "Traceback (most recent call last):\n"
					  "  File \"program.c\", line 7, in mine\n"
					  "  File \"program.c\", line 3, in given\n"
					  "ValueError\n";
		diagnose(&fixture.evidence, &fixture.verdict);
		assert_string_equal(fixture.verdict.cause, "uncaught exception");
		assert_int_equal(fixture.verdict.where.line, at_hand ? 7 : 3);
		verdict_free(&fixture.verdict);
		timed_output_free(&fixture.expected);
		timed_output_free(&fixture.actual);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_waits_are_described),
		cmocka_unit_test(a_wait_on_the_wrong_side_is_asked_for),
		cmocka_unit_test(what_runs_one_after_the_other_is_asked_for),
		cmocka_unit_test(iterations_that_miss_their_end_are_named),
		cmocka_unit_test(a_skipped_or_repeated_exit_is_asked_for),
		cmocka_unit_test(nearly_right_texts_are_shown),
		cmocka_unit_test(the_end_of_a_program_is_judged_first),
		cmocka_unit_test(an_uncaught_exception_is_reduced_to_its_line),
		cmocka_unit_test(output_in_the_wrong_place_is_found),
		cmocka_unit_test(a_child_that_keeps_its_lines_is_found),
		cmocka_unit_test(the_handed_out_file_is_told_where_to_start),
		cmocka_unit_test(a_right_program_is_accused_of_nothing),
		cmocka_unit_test(order_is_asked_of_what_is_due_at_that_moment),
		cmocka_unit_test(who_is_late_by_itself_did_not_stand_in_a_queue),
		cmocka_unit_test(who_was_left_behind_is_named),
		cmocka_unit_test(an_exception_is_followed_to_the_except_that_prints_it),
		cmocka_unit_test(a_raise_in_what_the_solution_has_too_is_not_to_blame),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
