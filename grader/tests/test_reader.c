/*
 * course read and course demo, as they are used: on a terminal, key by key. What is asked
 * for is shown, and the terminal is left as it was found.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
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

static char *course(void)
{
	const char *named = getenv("COURSE");

	return realpath(named ? named : "build/course", NULL);
}

static void start_program(struct pseudo_terminal *terminal, size_t rows, size_t columns,
			  const char *kind, char *const *arguments)
{
	char *root = realpath(fixture_path("grader/tests/data/stage"), NULL);
	char *program = course();
	char *variables[] = {
		text_format("COURSE_CLOCK_LIBRARY=%s", getenv("COURSE_CLOCK_LIBRARY")),
		text_format("XDG_CACHE_HOME=%s", folder),
		text_format("XDG_RUNTIME_DIR=%s", folder),
		text_format("TERM=%s", kind),
		text_format("PATH=%s", getenv("PATH")),
		text_format("COURSE=%s", program),
		text_format("LC_ALL=C.UTF-8"),
		NULL,
	};

	pseudo_terminal_start(terminal, rows, columns, root, arguments, variables);
	for (size_t i = 0; variables[i]; i++)
		free(variables[i]);
	free(program);
	free(root);
}

static void start(struct pseudo_terminal *terminal, size_t rows, size_t columns,
		  const char *kind, const char *command, const char *argument)
{
	char *program = course();

	start_program(
		terminal, rows, columns, kind,
		(char *[]){ program, (char *)command, "1", (char *)argument, NULL });
	free(program);
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

/* On the slide of the program, paused at its second event. */
static void pause_in_the_middle(void)
{
	pseudo_terminal_expect(&first, "Two kettles");
	pseudo_terminal_type(&first, "nnn");
	pseudo_terminal_expect(&first, " | begin");
	pseudo_terminal_type(&first, "0.");
	pseudo_terminal_expect(&first, "1.000 s  paused");
}

static void another_size_in_the_middle_keeps_the_moment(void **state)
{
	(void)state;
	start(&first, 30, 80, "xterm", "demo", NULL);
	pause_in_the_middle();
	pseudo_terminal_resize(&first, 40, 120);
	pseudo_terminal_expect(&first, "1.2       1.4       1.6");
	pseudo_terminal_expect(&first, "1.000 s  paused");
	pseudo_terminal_resize(&first, 20, 50);
	pseudo_terminal_expect_gone(&first, "1.2       1.4       1.6");
	pseudo_terminal_expect(&first, "1.000 s  paused");
	pseudo_terminal_type(&first, "j1.5\r");
	pseudo_terminal_expect(&first, "1.500 s  paused");
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_end(&first);
}

static void every_end_of_a_demo_gives_the_terminal_back(void **state)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGSEGV };
	const char *under = getenv("TEST_UNDER");
	bool plain = !under || strcmp(under, "plain") == 0;

	(void)state;
	/* Under a checker a fault is the checker's. */
	for (size_t i = 0; i < (plain ? 4 : 3); i++) {
		start(&first, 30, 80, "xterm", "demo", NULL);
		pause_in_the_middle();
		assert_int_equal(kill(first.program, signals[i]), 0);
		pseudo_terminal_expect_end(&first);
		assert_true(WIFSIGNALED(first.status));
		assert_int_equal(WTERMSIG(first.status), signals[i]);
		pseudo_terminal_free(&first);
	}
	start(&first, 30, 80, "xterm", "demo", NULL);
	pause_in_the_middle();
	pseudo_terminal_type(&first, "\003");
	pseudo_terminal_expect_end(&first);
	assert_true(WIFSIGNALED(first.status) && WTERMSIG(first.status) == SIGINT);
}

/* Ctrl-Z leaves the terminal to the shell; what comes back is where it was. */
static void a_stopped_demo_goes_on_where_it_was(void **state)
{
	(void)state;
	start_program(&first, 30, 80, "xterm",
		      (char *[]){ "/bin/bash", "--norc", "--noprofile", "--noediting",
				  "-i", NULL });
	pseudo_terminal_expect(&first, "bash-");
	pseudo_terminal_type(&first, "\"$COURSE\" demo 1\r");
	pause_in_the_middle();
	pseudo_terminal_type(&first, "\032");
	pseudo_terminal_expect(&first, "Stopped");
	assert_false(first.alternate || first.hidden || !first.wraps);
	pseudo_terminal_type(&first, "stty -a | grep -o ' icanon'; echo left\r");
	pseudo_terminal_expect(&first, " icanon\nleft\n");
	pseudo_terminal_type(&first, "fg\r");
	pseudo_terminal_expect(&first, "1.000 s  paused");
	assert_true(first.alternate && first.hidden);
	pseudo_terminal_type(&first, "q");
	pseudo_terminal_expect_gone(&first, "paused");
	/* What is typed before the shell asks again would be taken from it. */
	pseudo_terminal_expect(&first, "bash-");
	pseudo_terminal_type(&first, "exit\r");
	pseudo_terminal_expect_end(&first);
}

/* ---- recordings ------------------------------------------------------------------ */

/* As asciicast v2 says: a head, then events in the order of their time. */
static void hold_cast(const char *path, bool resized)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0, events = 0;
	double before = 0;

	assert_non_null(file);
	assert_true(getline(&line, &size, file) > 0);
	assert_non_null(strstr(line, "{\"version\":2,\"width\":80,\"height\":30,"));
	for (; getline(&line, &size, file) > 0; events++) {
		json_t *event = json_loads(line, 0, NULL);
		const char *kind = json_string_value(json_array_get(event, 1));
		double at = json_number_value(json_array_get(event, 0));

		assert_int_equal(json_array_size(event), 3);
		assert_true(at >= before);
		before = at;
		if (strcmp(kind, "r") == 0) {
			assert_true(resized);
			assert_string_equal(json_string_value(json_array_get(event, 2)),
					    "100x40");
			resized = false;
		} else {
			assert_string_equal(kind, "o");
		}
		json_decref(event);
	}
	assert_true(events > 3);
	assert_false(resized);
	free(line);
	fclose(file);
}

static void a_recording_is_one_whatever_happens(void **state)
{
	char *path = text_format("%s/demo.cast", folder);
	char *option = text_format("--record=%s", path);

	(void)state;
	start(&first, 30, 80, "xterm", "demo", option);
	pause_in_the_middle();
	pseudo_terminal_resize(&first, 40, 100);
	pseudo_terminal_expect(&first, "? keys  3/4");
	assert_int_equal(kill(first.program, SIGTERM), 0);
	pseudo_terminal_expect_end(&first);
	hold_cast(path, true);
	free(option);
	free(path);
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
		SHOWN(another_size_in_the_middle_keeps_the_moment),
		SHOWN(every_end_of_a_demo_gives_the_terminal_back),
		SHOWN(a_stopped_demo_goes_on_where_it_was),
		SHOWN(a_recording_is_one_whatever_happens),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
