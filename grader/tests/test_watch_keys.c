/*
 * The keys of course watch: each does what it says, and Escape goes back.
 */
#define _GNU_SOURCE
#include "watched_course.h"

#include <stdlib.h>

#include "timed_run.h"

static void keys_show_and_escape_goes_back(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	type("h");
	see("Hint 1 of 4");
	type("h");
	see("Hint 2 of 4");
	type("\033");
	see("WRONG  greetings");
	type("t");
	see("Two people want to be greeted.");
	type("q");
	see("WRONG  greetings");
	type("s");
	see("Why a loop");
	type("q");
	see("WRONG  greetings");
	type("?");
	see("back to the verdict");
	type("\033");
	see("WRONG  greetings");
	quit();
}

static void a_save_brings_the_verdict_back(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	type("h");
	see("Hint 1 of 4");
	save("Forward");
	see("Forward, Bob!");
	quit();
}

static void run_shows_lines_as_they_come(void **state)
{
	(void)state;
	save("Now");
	start("watch greetings");
	see("WRONG  greetings");
	type("r");
	see("At its real speed");
	see("Now, Bob!");
	see("It ended after ");
	type("\033");
	see("WRONG  greetings");
	quit();
}

static void the_list_leads_elsewhere(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	type("l");
	see("Exercises: all, 0 of 2 passed");
	see("~ begun");
	type("/kettles\r");
	pseudo_terminal_expect_gone(&watched.terminal, "complete   10 min");
	type("\r");
	see("WRONG  three_kettles");
	type("n");
	see("WRONG  greetings");
	quit();
}

static void without_colour_the_lists_cursor_is_a_bar(void **state)
{
	(void)state;
	setenv("NO_COLOR", "1", 1);
	start("list");
	unsetenv("NO_COLOR");
	see("\n\u258c   greetings ");
	type("j");
	see("\n\u258c   three_kettles ");
	see("\n    greetings ");
	type("q");
	pseudo_terminal_expect_end(&watched.terminal);
}

/* One that cannot be read stands under its lesson, heads nothing, is found by its name
 * and not gone to. */
static void an_unreadable_exercise_keeps_its_place_in_the_list(void **state)
{
	(void)state;
	shell("cp -R '%s/exercises/three_kettles' '%s/exercises/aaa_broken' && "
	      ": >'%s/exercises/aaa_broken/exercise.md' && "
	      "sed -i 's/^- exercises: /&aaa_broken, /' '%s'/lessons/01_*",
	      watched.root, watched.root, watched.root, watched.root);
	setenv("NO_COLOR", "1", 1);
	start("list");
	unsetenv("NO_COLOR");
	see("Exercises: all, 0 of 3 passed");
	see("\n01_why_a_loop");
	see("\n    aaa_broken ");
	see("\n\u258c   greetings ");
	type("k");
	see("\n\u258c   aaa_broken ");
	type("\r/greet\r");
	pseudo_terminal_expect_gone(&watched.terminal, "aaa_broken");
	see("\n01_why_a_loop");
	see("\n\u258c   greetings ");
	type("/\177\177\177\177\177broken\r");
	pseudo_terminal_expect_gone(&watched.terminal, "greetings");
	see("\n01_why_a_loop");
	see("\n\u258c   aaa_broken ");
	type("ff");
	see("None is like that.");
	type("q");
	pseudo_terminal_expect_end(&watched.terminal);
}

static void a_solution_wants_a_word(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	type("o");
	see("Press o again");
	type("h");
	see("Hint 1 of 4");
	type("o");
	see("Press o again");
	type("o");
	see("two people greeted side by side");
	quit();
}

static void reset_wants_it_too_and_keeps_what_was_there(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	save("Mine");
	see("Mine, Bob!");
	type("x");
	see("Press x again");
	type("x");
	see(".course/kept/greetings/");
	see("Start with say_hello");
	shell("grep -q Mine '%s'/.course/kept/greetings/*/greetings.c", watched.root);
	quit();
}

static void what_is_in_doubt_is_not_reset(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	shell("cd '%s' && echo >>exercises/greetings/exercise.md", watched.root);
	save("Mine");
	see("Mine, Bob!");
	type("x");
	see("Press x again");
	type("x");
	see("Not reset: course reset greetings says why, and what to do.");
	shell("grep -q Mine '%s'", watched.work);
	quit();
}

static void a_prediction_is_asked_for(void **state)
{
	(void)state;
	start("watch three_kettles");
	see("WRONG  three_kettles");
	type("r");
	see("First say what it prints");
	type("p");
	see("What does three_kettles print, and when?");
	see("three_kettles.c first");
	type("nothing\n");
	see("No bar in it");
	type("0 | nothing at all\n\n");
	see("You predicted \"nothing at all\" at 0.000 s");
	see("Enter goes back.");
	type("\n");
	see("q quit");
	see("You predicted \"nothing at all\"");
	shell("grep -q '^0 | nothing at all' '%s'/exercises/three_kettles/prediction.txt",
	      watched.root);
	quit();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, course_make, course_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(keys_show_and_escape_goes_back),
		TEST(a_save_brings_the_verdict_back),
		TEST(run_shows_lines_as_they_come),
		TEST(the_list_leads_elsewhere),
		TEST(without_colour_the_lists_cursor_is_a_bar),
		TEST(an_unreadable_exercise_keeps_its_place_in_the_list),
		TEST(a_solution_wants_a_word),
		TEST(reset_wants_it_too_and_keeps_what_was_there),
		TEST(what_is_in_doubt_is_not_reset),
		TEST(a_prediction_is_asked_for),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
