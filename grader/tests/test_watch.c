/*
 * course watch, as it is used: in a terminal, with an editor beside it. No save is
 * missed, none is judged twice, each key does what it says, and the terminal is left
 * as it was found, whatever happens.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "course/progress.h"
#include "fixture.h"
#include "pseudo_terminal.h"
#include "text/file.h"
#include "text/text.h"
#include "timed_run.h"

static char *root;
static char *work; /* the file that is saved */
static struct pseudo_terminal terminal;

/* ---- a course with two exercises, and somebody who edits --------------------- */

static void shell(const char *format, ...)
{
	char *command;
	va_list arguments;

	va_start(arguments, format);
	assert_true(vasprintf(&command, format, arguments) >= 0);
	va_end(arguments);
	assert_int_equal(system(command), 0);
	free(command);
}

static int make_course(void **state)
{
	char *tree = realpath(fixture_path(""), NULL);

	(void)state;
	root = fixture_folder();
	work = text_format("%s/exercises/greetings/greetings.c", root);
	shell("cd '%s' && mkdir lessons exercises solutions && cp '%s'/lessons/01_* "
	      "lessons "
	      "&& for name in greetings three_kettles; do cp -R '%s'/exercises/$name "
	      "exercises && cp -R '%s'/solutions/$name solutions; done",
	      root, tree, tree, tree);
	free(tree);
	return 0;
}

static int remove_course(void **state)
{
	(void)state;
	pseudo_terminal_free(&terminal); /* a test that failed did not */
	fixture_remove(root);
	free(work);
	return 0;
}

/* An answer of greetings in which Bob needs so many seconds: for each another
 * verdict, since the last line says how many letters there were. */
static char *answer(const char *greeting)
{
	return text_format(
		"#include <async.h>\n#include <stdio.h>\n"
		"async (int, say_hello, (const char *, name), (double, delay))\n"
		"{\n\tawait (async_sleep(delay));\n"
		"\treturn printf(\"%s, %%s!\\n\", name);\n}\n"
		"async (void, main_coroutine)\n{\n"
		"\tTask(int) alice = create_task(say_hello(\"Alice\", 2.0));\n"
		"\tTask(int) bob = create_task(say_hello(\"Bob\", 1.0));\n"
		"\tint letters = await (alice);\n\tletters += await (bob);\n"
		"\tprintf(\"All greetings completed, %%d letters\\n\", letters);\n}\n"
		"int main(void)\n{\n\treturn async_run(main_coroutine());\n}\n",
		greeting);
}

static void write_text(const char *path, const char *text)
{
	assert_true(file_write(path, text, strlen(text), NULL));
}

static void save(const char *greeting)
{
	char *text = answer(greeting);

	write_text(work, text);
	free(text);
}

static unsigned tries_of(const char *exercise)
{
	struct progress progress;
	char *notice;
	unsigned tries;

	progress_read(&progress, root, &notice);
	assert_null(notice);
	tries = progress_of(&progress, exercise).tries;
	progress_free(&progress);
	return tries;
}

/* What came with the environment, and what a learner's has. */
static char **environment(const char *term)
{
	static const char *const kept[] = { "PATH",         "CC",
					    "TMPDIR",       "COURSE_CLOCK_LIBRARY",
					    "ASAN_OPTIONS", "UBSAN_OPTIONS",
					    "NO_COLOR" };
	static char *variables[16];
	size_t count = 0;

	variables[count++] = text_format("TERM=%s", term);
	variables[count++] = text_format("LC_ALL=C.UTF-8");
	variables[count++] = text_format("HOME=/nonexistent");
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (getenv(kept[i]))
			variables[count++] =
				text_format("%s=%s", kept[i], getenv(kept[i]));
	variables[count] = NULL;
	return variables;
}

static void start_in(const char *term, size_t rows, size_t columns, const char *command)
{
	char *course =
		realpath(getenv("COURSE") ? getenv("COURSE") : "build/course", NULL);
	char *line = text_format("exec '%s' %s", course, command);
	char **variables = environment(term);

	assert_non_null(course);
	pseudo_terminal_start(&terminal, rows, columns, root,
			      (char *[]){ "/bin/sh", "-c", line, NULL }, variables);
	for (size_t i = 0; variables[i]; i++)
		free(variables[i]);
	free(line);
	free(course);
}

static void start(const char *command)
{
	start_in("xterm-256color", 40, 80, command);
}

static void see(const char *words)
{
	pseudo_terminal_expect(&terminal, words);
}

static void type(const char *keys)
{
	pseudo_terminal_type(&terminal, keys);
}

static void quit(void)
{
	type("q");
	pseudo_terminal_expect_end(&terminal);
	assert_true(WIFEXITED(terminal.status) && WEXITSTATUS(terminal.status) == 0);
	pseudo_terminal_free(&terminal);
}

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
	char *text = answer("By rename"), *fresh = text_format("%s.new", work);
	char *backup = text_format("%s~", work), *probe;

	(void)state;
	probe = text_format("%s/exercises/greetings/4913", root);
	start("watch greetings");
	see("WRONG  greetings");
	write_text(fresh, text);
	assert_int_equal(rename(fresh, work), 0);
	see("By rename, Bob!");
	free(text);

	write_text(probe, "");
	unlink(probe);
	assert_int_equal(rename(work, backup), 0);
	save("By backup");
	see("By backup, Bob!");
	unlink(backup);

	/* Atomically, from a folder elsewhere. */
	text = answer("From elsewhere");
	free(fresh);
	fresh = text_format("%s/elsewhere.c", root);
	write_text(fresh, text);
	assert_int_equal(rename(fresh, work), 0);
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
	char *other = text_format("%s/other_name.c", root), *text = answer("Unheard");

	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	assert_int_equal(link(work, other), 0);
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
	shell("touch '%s'", work);
	save("Same");
	shell("cd '%s/exercises/greetings' && cp greetings.c .greetings.c.swp && "
	      "cp greetings.c '#greetings.c#' && mv '#greetings.c#' backup.c && rm "
	      "backup.c",
	      root);
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
	write_text(work, "#include <stdio.h>\nint main(void)\n{\n\tfor (;;)\n\t\t;\n}\n");
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
	start("watch greetings");
	see("WRONG  greetings");
	unlink(work);
	see("greetings.c cannot be read");
	save("Back");
	see("Back, Bob!");
	pseudo_terminal_expect_gone(&terminal, "cannot be read");
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
	      root);
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
	char *task = text_format("%s/exercises/greetings/exercise.md", root);

	(void)state;
	start("watch greetings");
	see("1.000 | Hello, Bob!");
	shell("sed -i 's/| Hello, Bob!/| Ahoy, Bob!/' '%s'", task);
	see("1.000 | Ahoy, Bob!");
	shell("sed -i 's/^- kind: complete/- kind: obscure/' '%s'", task);
	see("exercise.md:3: ");
	see("1.000 | Ahoy, Bob!");
	shell("sed -i 's/^- kind: obscure/- kind: complete/' '%s'", task);
	pseudo_terminal_expect_gone(&terminal, "exercise.md:3: ");
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
	shell("cp '%s'/solutions/greetings/greetings.c '%s'", root, work);
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
	shell("cp '%s'/solutions/greetings/greetings.c '%s'", root, work);
	see("PASS  greetings");
	/* At the left what is yours, at the right the other, line by line. */
	see("\u2502   The reference solution\n");
	see("  exercises/greetings/greetings.c                                \u2502   "
	    "solutions/greetings/greetings.c\n");
	see("\u2502   main_coroutine ");
	see("  #include <async.h>                                             \u2502   "
	    "#include <async.h>\n");
	pseudo_terminal_resize(&terminal, 80, 80);
	pseudo_terminal_expect_gone(&terminal, "\u2502   ");
	see("The reference solution");
	quit();
	assert_int_equal(tries_of("greetings"), 2);
}

static void auto_goes_on_by_itself(void **state)
{
	(void)state;
	start("watch --auto");
	see("WRONG  greetings");
	shell("cp '%s'/solutions/greetings/greetings.c '%s'", root, work);
	see("greetings is passed; this is the next.");
	see("WRONG  three_kettles");
	quit();
}

/* ---- keys --------------------------------------------------------------------- */

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
	pseudo_terminal_expect_gone(&terminal, "complete   10 min");
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
	pseudo_terminal_expect_end(&terminal);
}

/* One that cannot be read stands under its lesson, heads nothing, is found by its name
 * and not gone to. */
static void an_unreadable_exercise_keeps_its_place_in_the_list(void **state)
{
	(void)state;
	shell("cp -R '%s/exercises/three_kettles' '%s/exercises/aaa_broken' && "
	      ": >'%s/exercises/aaa_broken/exercise.md' && "
	      "sed -i 's/^- exercises: /&aaa_broken, /' '%s'/lessons/01_*",
	      root, root, root, root);
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
	pseudo_terminal_expect_gone(&terminal, "aaa_broken");
	see("\n01_why_a_loop");
	see("\n\u258c   greetings ");
	type("/\177\177\177\177\177broken\r");
	pseudo_terminal_expect_gone(&terminal, "greetings");
	see("\n01_why_a_loop");
	see("\n\u258c   aaa_broken ");
	type("ff");
	see("None is like that.");
	type("q");
	pseudo_terminal_expect_end(&terminal);
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
	shell("grep -q Mine '%s'/.course/kept/greetings/*/greetings.c", root);
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
	      root);
	quit();
}

/* ---- the terminal ------------------------------------------------------------- */

/* Each line ends within the screen, and nothing is judged anew. */
static void another_size_is_drawn_anew(void **state)
{
	(void)state;
	start("watch greetings");
	see("2.000 | All greetings completed, 2…");
	pseudo_terminal_resize(&terminal, 30, 120);
	see("2.000 | All greetings completed, 26 letters");
	see("t task  s lesson  l list  n next  x reset  q quit");
	pseudo_terminal_resize(&terminal, 12, 50);
	see("? keys");
	pseudo_terminal_expect_gone(&terminal, "26 letters");
	pseudo_terminal_resize(&terminal, 6, 30);
	see("30 × 6 is small");
	quit();
	assert_int_equal(tries_of("greetings"), 1);
}

static void ends_by(int signal_number)
{
	start("watch greetings");
	see("WRONG  greetings");
	kill(terminal.program, signal_number);
	pseudo_terminal_expect_end(&terminal);
	assert_true(WIFSIGNALED(terminal.status));
	assert_int_equal(WTERMSIG(terminal.status), signal_number);
	pseudo_terminal_free(&terminal);
}

static void every_end_gives_the_terminal_back(void **state)
{
	const char *under = getenv("TEST_UNDER");

	(void)state;
	ends_by(SIGTERM);
	ends_by(SIGINT);
	ends_by(SIGHUP);
	/* As a fault of our own would. */
	if (!under || strcmp(under, "plain") == 0)
		ends_by(SIGSEGV);
}

static void control_c_ends_it(void **state)
{
	(void)state;
	start("watch greetings");
	see("WRONG  greetings");
	type("\003");
	pseudo_terminal_expect_end(&terminal);
	assert_true(WIFSIGNALED(terminal.status) && WTERMSIG(terminal.status) == SIGINT);
	pseudo_terminal_free(&terminal);
}

/* Ctrl-Z and fg, in the shell that they are for. */
static void stopped_it_leaves_the_terminal_and_comes_back(void **state)
{
	char *course =
		realpath(getenv("COURSE") ? getenv("COURSE") : "build/course", NULL);
	char *line = text_format("'%s' watch greetings\r", course);
	char **variables = environment("xterm-256color");

	(void)state;
	pseudo_terminal_start(&terminal, 40, 80, root,
			      (char *[]){ "/bin/bash", "--norc", "--noprofile",
					  "--noediting", "-i", NULL },
			      variables);
	see("bash-");
	type(line);
	see("WRONG  greetings");
	type("\032");
	see("Stopped");
	assert_false(terminal.alternate || terminal.hidden || !terminal.wraps);
	type("stty -a | grep -o ' icanon'; echo left\r");
	see(" icanon\nleft\n");
	save("Meanwhile");
	type("fg\r");
	see("Meanwhile, Bob!");
	see("q quit");
	assert_true(terminal.alternate && terminal.hidden);
	type("q");
	see("course watch goes on with it");
	type("exit\r");
	pseudo_terminal_expect_end(&terminal);
	for (size_t i = 0; variables[i]; i++)
		free(variables[i]);
	free(line);
	free(course);
}

/* A judge that is stopped on the way leaves nothing behind. */
static void no_process_and_no_file_is_left(void **state)
{
	char *folder = fixture_folder(), *before = getenv("TMPDIR");

	(void)state;
	before = before ? text_format("%s", before) : NULL;
	setenv("TMPDIR", folder, 1);
	start("watch greetings");
	see("WRONG  greetings");
	write_text(work, "int main(void)\n{\n\tfor (;;)\n\t\t;\n}\n");
	see("judging");
	quit();
	shell("rmdir '%s'", folder);
	if (before)
		setenv("TMPDIR", before, 1);
	else
		unsetenv("TMPDIR");
	free(before);
	free(folder);
}

static void a_dumb_terminal_gets_plain_verdicts(void **state)
{
	(void)state;
	start_in("dumb", 40, 80, "watch greetings");
	see("this terminal cannot move its cursor");
	see("WRONG  greetings");
	see("▲ 1.000 due");
	save("Plainly");
	see("Plainly, Bob!");
	assert_false(terminal.alternate);
	type("\003");
	pseudo_terminal_expect_end(&terminal);
	pseudo_terminal_free(&terminal);
	assert_int_equal(tries_of("greetings"), 2);
}

static void elsewhere_too(void **state)
{
	(void)state;
	start("watch greetings | cat");
	see("standard output is no terminal");
	see("WRONG  greetings");
	save("Piped");
	see("Piped, Bob!");
	type("\003");
	pseudo_terminal_expect_end(&terminal);
	pseudo_terminal_free(&terminal);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_course, remove_course)

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
		TEST(keys_show_and_escape_goes_back),
		TEST(a_save_brings_the_verdict_back),
		TEST(run_shows_lines_as_they_come),
		TEST(the_list_leads_elsewhere),
		TEST(without_colour_the_lists_cursor_is_a_bar),
		TEST(an_unreadable_exercise_keeps_its_place_in_the_list),
		TEST(a_solution_wants_a_word),
		TEST(reset_wants_it_too_and_keeps_what_was_there),
		TEST(a_prediction_is_asked_for),
		TEST(another_size_is_drawn_anew),
		TEST(every_end_gives_the_terminal_back),
		TEST(control_c_ends_it),
		TEST(stopped_it_leaves_the_terminal_and_comes_back),
		TEST(no_process_and_no_file_is_left),
		TEST(a_dumb_terminal_gets_plain_verdicts),
		TEST(elsewhere_too),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
