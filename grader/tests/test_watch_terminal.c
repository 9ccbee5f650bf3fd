/*
 * course watch and its terminal: it is drawn anew for another size, and left as it was
 * found, whatever happens; nothing else is left behind either.
 */
#define _GNU_SOURCE
#include "watched_course.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "text/text.h"
#include "timed_run.h"

/* Each line ends within the screen, and nothing is judged anew. */
static void another_size_is_drawn_anew(void **state)
{
	(void)state;
	start("watch greetings");
	see("2.000 | All greetings completed, 2…");
	pseudo_terminal_resize(&watched.terminal, 30, 120);
	see("2.000 | All greetings completed, 26 letters");
	see("t task  s lesson  l list  n next  x reset  q quit");
	pseudo_terminal_resize(&watched.terminal, 12, 50);
	see("? keys");
	pseudo_terminal_expect_gone(&watched.terminal, "26 letters");
	pseudo_terminal_resize(&watched.terminal, 6, 30);
	see("30 × 6 is small");
	quit();
	assert_int_equal(tries_of("greetings"), 1);
}

static void ends_by(int signal_number)
{
	start("watch greetings");
	see("WRONG  greetings");
	kill(watched.terminal.program, signal_number);
	pseudo_terminal_expect_end(&watched.terminal);
	assert_true(WIFSIGNALED(watched.terminal.status));
	assert_int_equal(WTERMSIG(watched.terminal.status), signal_number);
	pseudo_terminal_free(&watched.terminal);
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
	pseudo_terminal_expect_end(&watched.terminal);
	assert_true(WIFSIGNALED(watched.terminal.status) &&
		    WTERMSIG(watched.terminal.status) == SIGINT);
	pseudo_terminal_free(&watched.terminal);
}

/* Ctrl-Z and fg, in the shell that they are for. */
static void stopped_it_leaves_the_terminal_and_comes_back(void **state)
{
	char *course =
		realpath(getenv("COURSE") ? getenv("COURSE") : "build/course", NULL);
	char *line = text_format("'%s' watch greetings\r", course);
	char **variables = environment("xterm-256color");

	(void)state;
	pseudo_terminal_start(&watched.terminal, 40, 80, watched.root,
			      (char *[]){ "/bin/bash", "--norc", "--noprofile",
					  "--noediting", "-i", NULL },
			      variables);
	see("bash-");
	type(line);
	see("WRONG  greetings");
	type("\032");
	see("Stopped");
	assert_false(watched.terminal.alternate || watched.terminal.hidden ||
		     !watched.terminal.wraps);
	type("stty -a | grep -o ' icanon'; echo left\r");
	see(" icanon\nleft\n");
	save("Meanwhile");
	type("fg\r");
	see("Meanwhile, Bob!");
	see("q quit");
	assert_true(watched.terminal.alternate && watched.terminal.hidden);
	type("q");
	see("course watch goes on with it");
	type("exit\r");
	pseudo_terminal_expect_end(&watched.terminal);
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
	write_text(watched.work, "int main(void)\n{\n\tfor (;;)\n\t\t;\n}\n");
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
	assert_false(watched.terminal.alternate);
	type("\003");
	pseudo_terminal_expect_end(&watched.terminal);
	pseudo_terminal_free(&watched.terminal);
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
	pseudo_terminal_expect_end(&watched.terminal);
	pseudo_terminal_free(&watched.terminal);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, course_make, course_remove)

int main(void)
{
	const struct CMUnitTest tests[] = {
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
