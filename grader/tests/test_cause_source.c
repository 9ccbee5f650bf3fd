/*
 * Causes that are read in the source, and told where the output, or the trace, bears them
 * out: each is found in a program of no exercise, and is silent where it would be wrong.
 */
#include "fixture.h"

#include <stdlib.h>

#include "run/trace_reader.h"

#define SECOND INT64_C(1000000000)

struct program {
	const char *source, *solution;
	const char *expected, *actual;
	enum verdict_kind kind;
	const char *cause, *words;
};

static void judge_traced(const struct program *program, struct trace_entry *entries,
			 size_t count)
{
	struct trace trace = { .entries = entries, .count = count, .complete = true };
	struct fixture_case fixture;

	fixture_case_make(&fixture, program->expected, program->actual);
	fixture.source.text = program->source;
	fixture.source.solution = program->solution;
	fixture.evidence.trace = count ? &trace : NULL;
	fixture_case_expect(&fixture, program->kind, program->cause, program->words);
}

#define JUDGE_ALL(programs)                                                              \
	for (size_t i = 0; i < sizeof(programs) / sizeof(*(programs)); i++)              \
	judge_traced(&(programs)[i], NULL, 0)

/* ---- what stands behind a yield ---------------------------------------------- */

#define SAVED                                                                            \
	"contextmanager(int, level)\n{\n\ttry {\n\t\tyield (1);\n\t} finally "           \
	"{\n\t\tdepth--;\n\t} end_try\n}\n"
#define BEHIND "contextmanager(int, level)\n{\n\tyield (1);\n\tdepth--;\n}\n"
#define IN_EXCEPT                                                                        \
	"contextmanager(int, level)\n{\n\ttry {\n\t\tyield (1);\n\t} except (E) "        \
	"{\n\t\traise ();\n\t} end_try\n\tdepth--;\n}\n"
#define NOTHING "contextmanager(int, level)\n{\n\tyield (1);\n}\n"
#define INDENT                                                                           \
	"   0.000 | a\n   0.000 | b\n", "   0.000 | a\n   0.000 |   b\n", VERDICT_WRONG

static struct trace_place place_of_with = {
	.file = "program.c", .function = "main", .text = "level()", .line = 1
};

static void what_a_block_leaves_out_behind_its_yield_is_shown(void **state)
{
	static const struct program
		behind = { BEHIND, SAVED, INDENT, "clean-up missing",
			   "level was left by ValueError, which comes out of its yield: "
			   "so this, behind it, was left out (depth--)" },
		except = { IN_EXCEPT, SAVED, INDENT, "clean-up missing", "depth--" },
		saved = { SAVED, SAVED, INDENT, "invisible difference", "white space" },
		nothing = { NOTHING, SAVED, INDENT, "clean-up missing",
			    "Nothing is done behind the yield of level" },
		same = { BEHIND, BEHIND, INDENT, "invisible difference", "white" };
	struct trace_entry left[] = {
		{ .kind = TRACE_EXIT,
		  .task = 1,
		  .place = &place_of_with,
		  .text = (char *)"ValueError" },
	};
	struct trace_entry peace[] = {
		{ .kind = TRACE_EXIT, .task = 1, .place = &place_of_with, .text = "" },
	};

	(void)state;
	judge_traced(&behind, left, 1);
	judge_traced(&except, left, 1);
	judge_traced(&saved, left, 1);
	judge_traced(&nothing, left, 1);
	judge_traced(&same, left, 1);
	/* Who is left in peace comes back to its yield. */
	judge_traced(&(struct program){ BEHIND, SAVED, INDENT, "invisible difference",
					"white" },
		     peace, 1);
}

static void a_stream_that_is_closed_comes_not_behind_its_loop(void **state)
{
	static const char source[] = "async_generator (int, tap)\n{\n"
				     "\tfor (;;) {\n\t\tyield (1);\n\t\tcount++;\n\t}\n"
				     "\tputs(\"tap is off\");\n}\n",
			  solution[] = "try { } finally { puts(\"tap is off\"); }";
	struct trace_entry closed[] = {
		{ .kind = TRACE_ACLOSE, .task = 1, .text = (char *)"tap" },
	};

	(void)state;
	judge_traced(&(struct program){ source, solution,
					"   0.000 | 1\n   0.000 | tap is off\n",
					"   0.000 | 1\n", VERDICT_WRONG,
					"clean-up missing",
					"tap was closed at its yield, before its end: so "
					"this, behind it, was left out (puts(" },
		     closed, 1);
}

/* ---- entered, and never left -------------------------------------------------- */

#define DOOR                                                                             \
	"async (void, door_aenter, (int, x)) { }\n"                                      \
	"async (void, door_aexit, (int, x)) { puts(\"shut\"); }\n"
#define SHUT "   0.000 | go\n   1.000 | shut\n", "   0.000 | go\n", VERDICT_WRONG

static void what_is_entered_by_hand_is_shown(void **state)
{
	static const struct program programs[] = {
		{ DOOR "async (void, f) {\nawait (door_aenter(1)); }", NULL, SHUT,
		  "exit skipped",
		  "door_aenter is called by hand, and nobody calls "
		  "door_aexit" },
		{ DOOR "async (void, f) {\nint d = await (door_aenter(1)); }", NULL, SHUT,
		  "exit skipped", "A block of async_with does both" },
		{ DOOR "async (void, f) { await (door_aenter(1)); "
		       "await (door_aexit(1)); }",
		  NULL, SHUT, "exit skipped", "The program ended before it" },
		{ DOOR "async (void, f) { async_with (door(1)) { } end_with }", NULL,
		  SHUT, "exit skipped", "The program ended before it" },
		{ DOOR "async (void, f) {\n\tawait (door_aenter(1));\n}\n",
		  DOOR "async (void, f) {\n\tawait (door_aenter(1));\n}\n", SHUT,
		  "exit skipped", "The program ended before it" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

static void a_stack_that_is_emptied_is_shown(void **state)
{
	static const struct program programs[] = {
		{ "async (void, f) {\nexit_stack_pop_all(stack);\n}", NULL, SHUT,
		  "exit skipped", "takes all exits off the stack" },
		{ "f() { pop_all(stack); }", NULL, SHUT, "exit skipped",
		  "The program ended before it" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

static void an_exit_that_does_nothing_is_shown(void **state)
{
	static const char solution[] = "async (bool, door_aexit, (int, x)) { shut(); }";
	static const struct program programs[] = {
		{ "async (bool, door_aexit, (int, x)) { return false; }", solution,
		  "   0.000 | the end\n", "   0.000 | no\n", VERDICT_WRONG,
		  "exit skipped", "door_aexit does nothing" },
		{ "async (bool, door_aexit, (int, x)) { lock(); }", solution,
		  "   0.000 | the end\n", "   0.000 | no\n", VERDICT_WRONG, NULL,
		  "should be \"the end\"" },
		{ "async (bool, door_aexit, (int, x)) { }",
		  "async (bool, door_aexit, (int, x)) { }", "   0.000 | the end\n",
		  "   0.000 | no\n", VERDICT_WRONG, NULL, "should be \"the end\"" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

/* ---- a line that nothing prints ------------------------------------------------ */

#define GREET "   0.000 | a\n   0.000 | hello there\n", "   0.000 | a\n", VERDICT_WRONG

static void a_line_that_nothing_can_print_is_told_so(void **state)
{
	static const char prints[] = "void f(void) { puts(\"hello there\"); }\n"
				     "int main(void) { f(); }";
	static const struct program programs[] = {
		{ "void f(void) { puts(\"hello there\"); }\nint main(void) { }", prints,
		  GREET, "never called", "f, which prints it, is called nowhere" },
		{ prints, prints, GREET, NULL, "is missing" },
		{ "int main(void) { }", prints, GREET, "nothing prints it",
		  "Nothing in the program prints such a line" },
		/* It may be put together of pieces. */
		{ "int main(void) { printf(\"hello %s\\n\", x); }", prints, GREET, NULL,
		  "is missing" },
		{ "int main(void) { }", NULL, GREET, NULL, "is missing" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

/* ---- a loop that reads the clock ------------------------------------------------ */

#define EARLY "   1.000 | a\n", "   0.999 | a\n", VERDICT_TIME
#define BUSY  "async (void, f) {\nwhile (loop_time() < end)\n;\n}"

static void a_loop_that_only_reads_the_clock_is_shown(void **state)
{
	static const struct program programs[] = {
		{ BUSY, NULL, EARLY, "busy loop", "This loop in f reads the clock" },
		{ "void f(void) { for (double t = loop_time(); loop_time() < t + 1;) { } "
		  "}",
		  NULL, EARLY, "busy loop", "should it sleep for the time" },
		{ "long now(void) { clock_gettime(C, &t); }\n"
		  "void f(void) { while (now() < moment) { } }",
		  NULL, EARLY, "busy loop", "in f reads" },
		{ "void f(void) { do { i++; } while (loop_time() < end); }", NULL, EARLY,
		  "busy loop", "in f reads" },
		{ "void f(void) { do { nap(); usleep(1); } while (loop_time() < end); }",
		  NULL, EARLY, "wrong waits", "0.999 s pass" },
		{ "async (void, f) { while (loop_time() < end) await (async_sleep(1)); }",
		  NULL, EARLY, "wrong waits", "0.999 s pass" },
		{ "long now(void) { clock_gettime(C, &t); }\n"
		  "void nap(void) { nanosleep(&t); }\n"
		  "void f(void) { while (now() < moment) nap(); }",
		  NULL, EARLY, "wrong waits", "0.999 s pass" },
		{ "void f(void) { while (i < 3) i++; loop_time(); }", NULL, EARLY,
		  "wrong waits", "0.999 s pass" },
		{ BUSY "\n", BUSY "\n", EARLY, "wrong waits", "0.999 s pass" },
	};
	struct trace_entry runs[] = {
		{ .kind = TRACE_TASK_BEGIN, .task = 1, .text = "" },
		{ .kind = TRACE_TASK_END, .task = 1, .at = SECOND, .text = "" },
	};
	struct trace_entry waits[] = {
		{ .kind = TRACE_TASK_BEGIN, .task = 1, .text = "" },
		{ .kind = TRACE_SUSPEND, .task = 1, .text = "" },
		{ .kind = TRACE_RESUME, .task = 1, .at = SECOND, .text = "" },
	};

	(void)state;
	JUDGE_ALL(programs);
	judge_traced(&(struct program){ BUSY, NULL, EARLY, "busy loop",
					"up to 1.000 s long nothing else could run" },
		     runs, 2);
	/* Such a loop may stand there, and not be what took the time. */
	judge_traced(&(struct program){ BUSY, NULL, EARLY, "wrong waits", "0.999 s" },
		     waits, 3);
}

/* ---- tasks --------------------------------------------------------------------- */

#define ONE_BY_ONE "async (void, f)\n{\n\tawait (g());\n\tawait (h());\n}\n"
#define BESIDE     "async (void, f)\n{\n\tawait (gather(g(), h()));\n}\n"
#define HELPER                                                                           \
	"async (void, both)\n{\n\tawait (gather(g(), h()));\n}\n"                        \
	"async (void, f)\n{\n\tawait (both());\n}\n"
#define LATE "   1.000 | a\n   2.000 | b\n", "   1.000 | a\n   4.000 | b\n", VERDICT_TIME
#define SOON "   1.000 | a\n   3.000 | b\n", "   1.000 | a\n   1.500 | b\n", VERDICT_TIME

static void what_should_run_side_by_side_or_not_is_named_by_its_function(void **state)
{
	static const struct program programs[] = {
		{ ONE_BY_ONE, BESIDE, LATE, "one after the other",
		  "f starts no task: what it awaits comes one after the other" },
		{ HELPER, BESIDE, LATE, "wrong waits", "3.000 s pass" },
		{ BESIDE, BESIDE, LATE, "wrong waits", "3.000 s pass" },
		{ BESIDE, ONE_BY_ONE, SOON, "side by side", "f starts tasks" },
		{ BESIDE, BESIDE, SOON, "wrong waits", "0.500 s pass" },
		{ BESIDE, HELPER, SOON, "wrong waits", "0.500 s pass" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

static void a_task_that_is_kept_and_not_awaited_is_shown(void **state)
{
	static const struct program programs[] = {
		{ "async (void, f) { Task(int) t = create_task(g()); go(); }", NULL,
		  GREET, "task not awaited", "kept in t, and nothing awaits it" },
		{ "async (void, f) { Task(int) t[2];\nt[0] = create_task(g()); (void)t; "
		  "}",
		  NULL, GREET, "task not awaited", "kept in t, and" },
		{ "async (void, f) { Task(int) t = create_task(g()); await (t); }", NULL,
		  GREET, NULL, "is missing" },
		{ "async (void, f) { Task(int) t[2]; t[0] = create_task(g()); "
		  "await (gather_all(t, 2)); }",
		  NULL, GREET, NULL, "is missing" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

static void a_shield_that_keeps_a_limit_away_is_shown(void **state)
{
	static const char shields[] = "async (void, f)\n{\n"
				      "\tawait (wait_for(shield(g(1)), 1));\n}\n",
			  plain[] =
				  "async (void, f)\n{\n\tawait (wait_for(g(1), 1));\n}\n";
	struct trace_entry cancelled[] = {
		{ .kind = TRACE_CANCEL, .task = 2, .text = "" },
	};
	struct trace_entry not [] = {
		{ .kind = TRACE_TASK_BEGIN, .task = 2, .text = "" }
	};

	(void)state;
	judge_traced(&(struct program){ shields, plain, GREET, "kept from cancelling",
					"from g: who waits here goes on" },
		     cancelled, 1);
	judge_traced(&(struct program){ shields, shields, GREET, "after a cancellation",
					"is missing" },
		     cancelled, 1);
	judge_traced(&(struct program){ shields, plain, GREET, NULL, "is missing" }, not,
		     1);
}

/* ---- what C does otherwise, and lines that nobody asks for ----------------------- */

#define WAIT(wait)   "async (void, f) {\n\tawait (async_sleep(" wait "));\n}\n"
#define TOO_LATE     "   1.000 | a\n", "   2.500 | a\n", VERDICT_TIME
#define SUM          "   0.000 | sum 12\n"
#define ADD(sign)    "int f(void)\n{\n\tint sum = 0;\n\tsum += 1;\n\tsum " sign " 2;\n}\n"
#define STREAM(more) "generator (int, g)\n{\n\tyield (1);\n" more "}\n"
#define LOOP(way)    "void f(void)\n{\n\twhile (go) {\n\t\tif (!x)\n\t\t\t" way ";\n\t}\n}\n"

static void what_python_does_and_c_does_not_is_shown(void **state)
{
	static const struct program programs[] = {
		{ WAIT("1 / 2"), WAIT("0.5"), TOO_LATE, "whole numbers",
		  "1 / 2 divides whole numbers, which gives 0 in C: is 1.0 / 2 meant?" },
		{ WAIT("4 / 2"), WAIT("0.5"), TOO_LATE, "wrong waits", "2.500 s pass" },
		{ WAIT("1 / 2"), WAIT("1 / 2"), TOO_LATE, "wrong waits", "2.500 s pass" },
		{ "void f(int delay)\n{\n}\n", "void f(double delay)\n{\n}\n", TOO_LATE,
		  "whole numbers", "delay is of the type int" },
		{ "void f(int delay)\n{\n}\n", "void f(double pause)\n{\n}\n", TOO_LATE,
		  "wrong waits", "2.500 s pass" },
		{ "void f(void)\n{\n\tput(x);\n\tput(x);\n}\n",
		  "void f(void)\n{\n\tput(x);\n}\n", TOO_LATE, "written twice",
		  "stands there twice" },
		{ "void f(void)\n{\n\tput(x);\n\tput(y);\n}\n",
		  "void f(void)\n{\n\tput(x);\n}\n", TOO_LATE, "wrong waits",
		  "2.500 s pass" },
		{ ADD("="), ADD("+="), SUM, "   0.000 | sum 7\n", VERDICT_WRONG,
		  "set, and not added", "sum is set anew here" },
		{ ADD("="), ADD("="), SUM, "   0.000 | sum 7\n", VERDICT_WRONG, NULL,
		  "is \"sum 7\"" },
		{ "static int n;\nint f(void)\n{\n\treturn n++;\n}\n",
		  "int f(void)\n{\n}\n", "   0.000 | one\n   0.000 | two\n",
		  "   0.000 | one\n   0.000 | 9 + 9\n", VERDICT_WRONG, "one for all",
		  "n is static" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

static void a_line_too_many_is_shown_where_it_is_printed(void **state)
{
	static const struct program programs[] = {
		{ STREAM("\tputs(\"gave it\");\n"), STREAM(""),
		  "   0.000 | one\n   0.000 | two\n",
		  "   0.000 | one\n   0.000 | gave it\n   0.000 | two\n", VERDICT_WRONG,
		  "not asked for", "is printed here, behind a yield" },
		{ STREAM(""), STREAM(""), "   0.000 | one\n   0.000 | two\n",
		  "   0.000 | one\n   0.000 | gave it\n   0.000 | two\n", VERDICT_WRONG,
		  "not left out", "should be left out" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

static void a_way_out_that_goes_too_far_is_shown(void **state)
{
	static const struct program programs[] = {
		{ LOOP("return"), LOOP("continue"), "   0.000 | one\n   0.000 | two\n",
		  "   0.000 | one\n   0.000 | end\n", VERDICT_WRONG, "leaves the loop",
		  "This return ends the whole loop" },
		{ LOOP("return"), LOOP("return"), "   0.000 | one\n   0.000 | two\n",
		  "   0.000 | one\n   0.000 | end\n", VERDICT_WRONG, NULL, "is \"end\"" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

static void a_number_that_goes_wrong_from_round_to_round_is_asked_for(void **state)
{
	static const char wanted[] =
		"   0.000 | at 1 it is 10\n   0.000 | at 2 it is 25\n"
		"   0.000 | at 3 it is 60\n";
	static const struct program programs[] = {
		{ "", "", wanted,
		  "   0.000 | at 1 it is 10\n   0.000 | at 2 it is 15\n"
		  "   0.000 | at 3 it is 35\n",
		  VERDICT_WRONG, "not carried on", "set anew in each round" },
		{ "", "",
		  "   0.000 | from 3\n   0.000 | at 1 it is 10\n   0.000 | at 2 it is "
		  "25\n",
		  "   0.000 | from 3\n   0.000 | at 1 it is 3\n   0.000 | at 2 it is "
		  "10\n",
		  VERDICT_WRONG, "one round behind", "belongs to the line before" },
		{ "", "", "   0.000 | 7 lines\n", "   0.000 | 0 lines\n", VERDICT_WRONG,
		  "one not counted", "Instead of 7 it is 0" },
		{ "", "", "   0.000 | one\n   0.000 | page 1\n   0.000 | page 2\n",
		  "   0.000 | one\n   0.000 | page 0\n   0.000 | x\n", VERDICT_WRONG,
		  "begins beside", "should have the number 1, and it has 0" },
	};

	(void)state;
	JUDGE_ALL(programs);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_block_leaves_out_behind_its_yield_is_shown),
		cmocka_unit_test(a_stream_that_is_closed_comes_not_behind_its_loop),
		cmocka_unit_test(what_is_entered_by_hand_is_shown),
		cmocka_unit_test(a_stack_that_is_emptied_is_shown),
		cmocka_unit_test(an_exit_that_does_nothing_is_shown),
		cmocka_unit_test(a_line_that_nothing_can_print_is_told_so),
		cmocka_unit_test(a_loop_that_only_reads_the_clock_is_shown),
		cmocka_unit_test(
			what_should_run_side_by_side_or_not_is_named_by_its_function),
		cmocka_unit_test(a_task_that_is_kept_and_not_awaited_is_shown),
		cmocka_unit_test(a_shield_that_keeps_a_limit_away_is_shown),
		cmocka_unit_test(what_python_does_and_c_does_not_is_shown),
		cmocka_unit_test(a_line_too_many_is_shown_where_it_is_printed),
		cmocka_unit_test(a_way_out_that_goes_too_far_is_shown),
		cmocka_unit_test(
			a_number_that_goes_wrong_from_round_to_round_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
