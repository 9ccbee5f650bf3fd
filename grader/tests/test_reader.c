/*
 * course read and course demo, as they are used: on a terminal, key by key. What is asked
 * for is shown, and the terminal is left as it was found.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pseudo_terminal.h"
#include "text/text.h"
#include "timed_run.h"

static char *folder; /* for what is cached and noted */
static struct pseudo_terminal first, second;

static int make_folder(void **state)
{
	(void)state;
	folder = fixture_folder();
	return 0;
}

static int remove_folder(void **state)
{
	(void)state;
	pseudo_terminal_free(&first);
	pseudo_terminal_free(&second);
	fixture_remove(folder);
	return 0;
}

static void start(struct pseudo_terminal *terminal, size_t rows, size_t columns,
		  const char *kind, const char *command, const char *argument)
{
	const char *named = getenv("COURSE");
	char *course = realpath(named ? named : "build/course", NULL);
	char *root = realpath(fixture_path("grader/tests/data/stage"), NULL);
	char *library =
		text_format("COURSE_CLOCK_LIBRARY=%s", getenv("COURSE_CLOCK_LIBRARY"));
	char *cache = text_format("XDG_CACHE_HOME=%s", folder);
	char *runtime = text_format("XDG_RUNTIME_DIR=%s", folder);
	char *term = text_format("TERM=%s", kind);
	char *path = text_format("PATH=%s", getenv("PATH"));
	char *arguments[] = { course, (char *)command, "1", (char *)argument, NULL };
	char *environment[] = { term, library,          cache, runtime,
				path, "LC_ALL=C.UTF-8", NULL };

	pseudo_terminal_start(terminal, rows, columns, root, arguments, environment);
	free(path);
	free(term);
	free(runtime);
	free(cache);
	free(library);
	free(root);
	free(course);
}

/* ---- course read ----------------------------------------------------------------- */

static void a_program_runs_where_it_stands(void **state)
{
	(void)state;
	start(&first, 24, 80, "xterm", "read", NULL);
	pseudo_terminal_expect(&first, "Two kettles");
	pseudo_terminal_type(&first, "\r");
	pseudo_terminal_expect(&first, "kettles.c ran: 2.000 s");
	pseudo_terminal_expect(&first, "   2.000 | both");
	pseudo_terminal_expect(&first, "main_coroutine");
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_end(&first);
	assert_true(pseudo_terminal_is_as_before(&first));
}

static void an_output_is_covered_until_it_is_predicted(void **state)
{
	(void)state;
	start(&first, 40, 80, "xterm", "read", NULL);
	pseudo_terminal_expect(&first, "Two kettles");
	pseudo_terminal_type(&first, "G");
	pseudo_terminal_expect(&first, "covered until you have predicted");
	assert_null(strstr(pseudo_terminal_text(&first), "2.000 | both"));
	pseudo_terminal_type(&first, "\t\r");
	pseudo_terminal_expect(&first, "2.000 | both");
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_end(&first);
}

static void words_are_found(void **state)
{
	(void)state;
	start(&first, 14, 80, "xterm", "read", NULL);
	pseudo_terminal_expect(&first, "Two kettles");
	pseudo_terminal_type(&first, "/last WORDS\r");
	pseudo_terminal_expect(&first, "These are the last words.");
	pseudo_terminal_type(&first, "/nowhere\r");
	pseudo_terminal_expect(&first, "«nowhere» does not stand here");
	pseudo_terminal_type(&first, "?");
	pseudo_terminal_expect(&first, "Any key closes this");
	pseudo_terminal_type(&first, " q");
	pseudo_terminal_expect_end(&first);
	assert_true(pseudo_terminal_is_as_before(&first));
}

/* Also within a quotation; and what was uncovered stays so. */
static void a_link_is_followed_and_one_comes_back(void **state)
{
	(void)state;
	start(&first, 24, 80, "xterm", "read", NULL);
	pseudo_terminal_expect(&first, "Two kettles");
	pseudo_terminal_type(&first, "]");
	pseudo_terminal_expect(&first, "began is needed here");
	pseudo_terminal_expect(&first, "covered until you have predicted");
	pseudo_terminal_type(&first, "\r");
	pseudo_terminal_expect(&first, "0.000 | tea");
	pseudo_terminal_type(&first, "\033[Z"); /* from there back to the links */
	pseudo_terminal_type(&first, "\033[Z");
	pseudo_terminal_expect(&first, "Enter: read 01_kettles");
	pseudo_terminal_type(&first, "\r");
	pseudo_terminal_expect(&first, "Water takes its time");
	pseudo_terminal_expect(&first, "Backspace: back");
	pseudo_terminal_type(&first, "\177");
	pseudo_terminal_expect(&first, "began is needed here");
	pseudo_terminal_expect(&first, "Enter: read 01_kettles");
	pseudo_terminal_expect(&first, "0.000 | tea");
	pseudo_terminal_type(&first, "\033[D");
	pseudo_terminal_expect(&first, "Water takes its time");
	pseudo_terminal_expect_gone(&first, "Backspace: back");
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_end(&first);
}

static void another_width_is_laid_out_anew(void **state)
{
	(void)state;
	start(&first, 24, 80, "xterm", "read", NULL);
	pseudo_terminal_expect(&first, "to boil it while you wait for another");
	pseudo_terminal_resize(&first, 24, 44);
	pseudo_terminal_expect_gone(&first, "to boil it while you wait for another");
	pseudo_terminal_expect(&first, "Two kettles");
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_end(&first);
}

static void a_signal_gives_the_terminal_back(void **state)
{
	(void)state;
	start(&first, 24, 80, "xterm", "read", NULL);
	pseudo_terminal_expect(&first, "Two kettles");
	assert_int_equal(kill(first.program, SIGTERM), 0);
	pseudo_terminal_expect_end(&first);
	assert_true(pseudo_terminal_is_as_before(&first));
}

static void a_dumb_terminal_gets_it_plain(void **state)
{
	(void)state;
	start(&first, 60, 80, "dumb", "read", NULL);
	pseudo_terminal_expect(&first, "These are the last words.");
	pseudo_terminal_expect_end(&first);
}

/* ---- course demo ----------------------------------------------------------------- */

/* Its clock is the machine's: so it is stepped. */
static void a_demo_is_stepped_through(void **state)
{
	(void)state;
	start(&first, 30, 80, "xterm", "demo", NULL);
	pseudo_terminal_expect(&first, "Two kettles");
	for (const char *slide = "2345"; *slide != '5'; slide++) {
		const char shown[] = { ' ', *slide, '/', '5', '\0' };

		pseudo_terminal_type(&first, "n");
		pseudo_terminal_expect(&first, shown);
	}
	pseudo_terminal_expect(&first, " | begin");
	pseudo_terminal_type(&first, "0.");
	pseudo_terminal_expect(&first, "paused");
	pseudo_terminal_type(&first, "....");
	pseudo_terminal_expect(&first, "2.000 | both");
	pseudo_terminal_type(&first, ",");
	pseudo_terminal_expect_gone(&first, "2.000 | both");
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_end(&first);
	assert_true(pseudo_terminal_is_as_before(&first));
}

static void notes_go_to_a_second_terminal(void **state)
{
	(void)state;
	start(&second, 24, 80, "xterm", "demo", "--notes");
	pseudo_terminal_expect(&second, "Nobody presents it yet");
	start(&first, 30, 80, "xterm", "demo", NULL);
	pseudo_terminal_expect(&second, "1 of 5");
	pseudo_terminal_type(&first, "n");
	pseudo_terminal_expect(&second, "2 of 5");
	pseudo_terminal_type(&first, "nn");
	pseudo_terminal_expect(&second, "Ask who is waiting for whom.");
	assert_null(strstr(pseudo_terminal_text(&first), "Ask who is waiting"));
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_end(&first);
	pseudo_terminal_expect(&second, "Nobody presents it yet");
	pseudo_terminal_type(&second, "q");
	pseudo_terminal_expect_end(&second);
}

#define SHOWN(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SHOWN(a_program_runs_where_it_stands),
		SHOWN(an_output_is_covered_until_it_is_predicted),
		SHOWN(words_are_found),
		SHOWN(a_link_is_followed_and_one_comes_back),
		SHOWN(another_width_is_laid_out_anew),
		SHOWN(a_signal_gives_the_terminal_back),
		SHOWN(a_dumb_terminal_gets_it_plain),
		SHOWN(a_demo_is_stepped_through),
		SHOWN(notes_go_to_a_second_terminal),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
