/*
 * course watch, as it is used: in a terminal, with an editor beside it. No save is
 * missed, none is judged twice, each key does what it says, and the terminal is left
 * as it was found, whatever happens.
 */
#define _GNU_SOURCE
#include "watched_course.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "text/text.h"
#include "timed_run.h"

/* ---- saves -------------------------------------------------------------------- */

static void at_first_it_judges_what_is_there(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	see("Start with say_hello");
	see("▲ 1.000 due");
	see("q quit");
	quit();
	assert_int_equal(tries_of("greetings"), 1);
}

static void a_save_in_place_is_judged(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	save("Good day");
	see("Good day, Bob!");
	save("Good night");
	see("Good night, Bob!");
	quit();
	assert_int_equal(tries_of("greetings"), 3);
}

/* As vim, emacs, VS Code and sed -i do it, each in its own way. */
static void every_editors_way_is_judged_once(void **state)
{
	char *text = answer("By rename"), *fresh = text_format("%s.new", watched.work);
	char *backup = text_format("%s~", watched.work), *probe;

	(void)state;
	probe = text_format("%s/exercises/greetings/4913", watched.root);
	start("watch greetings");
	see("WRONG  greetings");
	write_text(fresh, text);
	assert_int_equal(rename(fresh, watched.work), 0);
	see("By rename, Bob!");
	free(text);

	write_text(probe, "");
	unlink(probe);
	assert_int_equal(rename(watched.work, backup), 0);
	save("By backup");
	see("By backup, Bob!");
	unlink(backup);

	/* Atomically, from a folder elsewhere. */
	text = answer("From elsewhere");
	free(fresh);
	fresh = text_format("%s/elsewhere.c", watched.root);
	write_text(fresh, text);
	assert_int_equal(rename(fresh, watched.work), 0);
	see("From elsewhere, Bob!");
	quit();
	assert_int_equal(tries_of("greetings"), 4);
	free(text);
	free(fresh);
	free(backup);
	free(probe);
}

/* By another name of the same file: of that no event tells the folder, as none comes
 * from a folder on another machine. */
static void a_save_without_an_event_is_found(void **state)
{
	char *other = text_format("%s/other_name.c", watched.root),
	     *text = answer("Unheard");

	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	assert_int_equal(link(watched.work, other), 0);
	write_text(other, text);
	see("Unheard, Bob!");
	quit();
	assert_int_equal(tries_of("greetings"), 2);
	free(text);
	free(other);
}

static void the_same_content_is_not_judged_again(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	save("Same");
	see("Same, Bob!");
	shell("touch '%s'", watched.work);
	save("Same");
	shell("cd '%s/exercises/greetings' && cp greetings.c .greetings.c.swp && "
	      "cp greetings.c '#greetings.c#' && mv '#greetings.c#' backup.c && rm "
	      "backup.c",
	      watched.root);
	/* What came before it was heard before it. */
	save("Another");
	see("Another, Bob!");
	quit();
	assert_int_equal(tries_of("greetings"), 3);
}

/* One that computes for ever, and is saved right while it is judged. */
static void a_save_during_a_check_is_judged_in_its_place(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	write_text(watched.work,
		   "#include <stdio.h>\nint main(void)\n{\n\tfor (;;)\n\t\t;\n}\n");
	see("judging");
	save("Quicker");
	see("Quicker, Bob!");
	quit();
	/* The one that was not judged to its end does not count. */
	assert_int_equal(tries_of("greetings"), 2);
}

static void a_file_that_is_gone_is_told_of(void **state)
{
	(void)state;
	start_in("xterm-256color", 40, 120, "watch greetings"); /* a path has room */
	see("WRONG  greetings");
	unlink(watched.work);
	see("greetings.c cannot be read");
	save("Back");
	see("Back, Bob!");
	pseudo_terminal_expect_gone(&watched.terminal, "cannot be read");
	quit();
}

/* A checkout may take the folder away and make it anew. */
static void a_new_folder_is_watched_too(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	shell("cd '%s/exercises' && mv greetings away && cp -R away greetings && rm -r "
	      "away",
	      watched.root);
	save("Anew");
	see("Anew, Bob!");
	save("Once more");
	see("Once more, Bob!");
	quit();
	assert_int_equal(tries_of("greetings"), 3);
}

/* Who writes an exercise has it judged as it is now; a mistake in it is told of. */
static void another_task_is_read_anew(void **state)
{
	char *task = text_format("%s/exercises/greetings/exercise.md", watched.root);

	(void)state;
	start_in("xterm-256color", 40, 120, "watch greetings"); /* a path has room */
	see("1.000 | Hello, Bob!");
	shell("sed -i 's/| Hello, Bob!/| Ahoy, Bob!/' '%s'", task);
	see("1.000 | Ahoy, Bob!");
	shell("sed -i 's/^- kind: complete/- kind: obscure/' '%s'", task);
	see("exercise.md:3: ");
	see("1.000 | Ahoy, Bob!");
	shell("sed -i 's/^- kind: obscure/- kind: complete/' '%s'", task);
	pseudo_terminal_expect_gone(&watched.terminal, "exercise.md:3: ");
	see("1.000 | Ahoy, Bob!");
	quit();
	free(task);
}

/* ---- passes ------------------------------------------------------------------- */

static void after_a_pass_it_stays_and_shows_the_reference(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	shell("cp '%s'/solutions/greetings/greetings.c '%s'", watched.root, watched.work);
	see("PASS  greetings");
	see("1 passed");
	see("The reference solution");
	see("o solution");
	type("G");
	see("return async_run(main_coroutine(");
	quit();
}

static void on_a_wide_terminal_the_reference_stands_beside(void **state)
{
	(void)state;
	start_in("xterm-256color", 80, 132, "watch greetings");
	see("WRONG  greetings");
	shell("cp '%s'/solutions/greetings/greetings.c '%s'", watched.root, watched.work);
	see("PASS  greetings");
	/* At the left what is yours, at the right the other, line by line. */
	see("\u2502   The reference solution\n");
	see("  exercises/greetings/greetings.c                                \u2502   "
	    "solutions/greetings/greetings.c\n");
	see("\u2502   main_coroutine ");
	see("  #include <async.h>                                             \u2502   "
	    "#include <async.h>\n");
	pseudo_terminal_resize(&watched.terminal, 80, 80);
	pseudo_terminal_expect_gone(&watched.terminal, "\u2502   ");
	see("The reference solution");
	quit();
	assert_int_equal(tries_of("greetings"), 2);
}

static void auto_goes_on_by_itself(void **state)
{
	(void)state;
	start("watch --auto");
	see("WRONG  greetings");
	shell("cp '%s'/solutions/greetings/greetings.c '%s'", watched.root, watched.work);
	see("greetings is passed; this is the next.");
	see("WRONG  three_kettles");
	quit();
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, course_make, course_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(at_first_it_judges_what_is_there),
		TEST(a_save_in_place_is_judged),
		TEST(every_editors_way_is_judged_once),
		TEST(a_save_without_an_event_is_found),
		TEST(the_same_content_is_not_judged_again),
		TEST(a_save_during_a_check_is_judged_in_its_place),
		TEST(a_file_that_is_gone_is_told_of),
		TEST(a_new_folder_is_watched_too),
		TEST(another_task_is_read_anew),
		TEST(after_a_pass_it_stays_and_shows_the_reference),
		TEST(on_a_wide_terminal_the_reference_stands_beside),
		TEST(auto_goes_on_by_itself),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
