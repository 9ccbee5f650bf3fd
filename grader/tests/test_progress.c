/* What a learner has done is noted, survives, and is never lost. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "course/progress.h"
#include "fixture.h"
#include "text/file.h"
#include "text/text.h"

static char *root;

static int make_root(void **state)
{
	(void)state;
	root = fixture_folder();
	return 0;
}

static int remove_root(void **state)
{
	(void)state;
	fixture_remove(root);
	return 0;
}

static char *path_of(const char *name)
{
	return text_format("%s/.course/%s", root, name);
}

static char *content_of(const char *name)
{
	char *path = path_of(name), *bytes = file_read(path, 1 << 20, NULL, NULL);

	free(path);
	return bytes;
}

static void note(enum progress_event event, const char *exercise, unsigned hint)
{
	char *notice, *error = NULL;

	assert_true(progress_note(root, event, exercise, hint, &notice, &error));
	assert_null(notice);
}

static void write_progress(const char *text)
{
	note(PROGRESS_CHOSEN, "anything", 0);
	fixture_write(root, ".course/progress", text);
}

static struct progress read_quietly(void)
{
	struct progress progress;
	char *notice;

	progress_read(&progress, root, &notice);
	assert_null(notice);
	return progress;
}

static void nothing_is_no_progress(void **state)
{
	struct progress progress = read_quietly();

	(void)state;
	assert_null(progress.current);
	assert_int_equal(progress.count, 0);
	assert_null(progress_of(&progress, "greetings").passed);
	progress_free(&progress);
}

static void events_add_up(void **state)
{
	struct progress progress;
	struct exercise_progress known;

	(void)state;
	note(PROGRESS_TRIED, "greetings", 0);
	note(PROGRESS_HINTED, "greetings", 2);
	note(PROGRESS_PASSED, "greetings", 0);
	note(PROGRESS_TRIED, "greetings", 0);
	note(PROGRESS_CHOSEN, "log_tail", 0);
	progress = read_quietly();
	known = progress_of(&progress, "greetings");
	assert_string_equal(progress.current, "log_tail");
	assert_int_equal(progress.count, 1);
	assert_int_equal(known.tries, 3);
	assert_int_equal(known.hints, 2);
	/* Once passed is passed. */
	assert_int_equal(strlen(known.passed), strlen("2026-03-01T18:02:11Z"));
	progress_free(&progress);
}

static void the_first_pass_counts(void **state)
{
	struct progress progress;

	(void)state;
	write_progress(
		"course progress 1\n"
		"exercise greetings tries 1 hints 0 passed 2020-02-29T12:00:00Z\n");
	note(PROGRESS_PASSED, "greetings", 0);
	progress = read_quietly();
	assert_string_equal(progress_of(&progress, "greetings").passed,
			    "2020-02-29T12:00:00Z");
	progress_free(&progress);
}

static void lines_of_later_versions_stay(void **state)
{
	char *text;

	(void)state;
	write_progress("course progress 1\nlesson 01_why_a_loop read\n");
	note(PROGRESS_TRIED, "greetings", 0);
	text = content_of("progress");
	assert_non_null(strstr(text, "\nlesson 01_why_a_loop read\n"));
	free(text);
}

static void a_later_file_is_left_alone(void **state)
{
	static const char later[] = "course progress 2\n\001\002";
	char *notice, *error = NULL, *text;
	struct progress progress;

	(void)state;
	write_progress(later);
	progress_read(&progress, root, &notice);
	assert_non_null(strstr(notice, "later version"));
	free(notice);
	progress_free(&progress);
	assert_false(
		progress_note(root, PROGRESS_TRIED, "greetings", 0, &notice, &error));
	assert_non_null(strstr(error, "later version"));
	free(error);
	text = content_of("progress");
	assert_string_equal(text, later);
	free(text);
}

/* Each of these is no progress file, or not all of one. */
static const char *const damaged[] = {
	"",
	"something else\n",
	"course progress 1\nexercise greetings tries 2 hin",
	"course progress 1\nexercise greetings tries 2 hints 0\nexercise ../x tries 1\n",
	"course progress 1\nexercise greetings tries 2\n\001\002\003\n",
	"course progress 1\nexercise greetings tries -2\n",
	"course progress 1\nexercise greetings passed yesterday\n",
	"course progress 1\ncurrent a/b\n",
};

static void what_is_damaged_is_kept_aside(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(damaged) / sizeof(*damaged); i++) {
		char *notice, *error = NULL, *text, *name;

		write_progress(damaged[i]);
		assert_true(progress_note(root, PROGRESS_PASSED, "log_tail", 0, &notice,
					  &error));
		name = text_format("progress.damaged-%zu", i + 1);
		assert_non_null(notice);
		assert_non_null(strstr(notice, name));
		text = content_of(name);
		assert_string_equal(text, damaged[i]);
		free(text);
		free(name);
		free(notice);
	}
}

static void what_can_be_read_of_it_counts(void **state)
{
	struct progress progress;
	char *notice, *error = NULL;

	(void)state;
	write_progress(damaged[3]);
	assert_true(progress_note(root, PROGRESS_TRIED, "greetings", 0, &notice, &error));
	free(notice);
	progress = read_quietly();
	assert_int_equal(progress_of(&progress, "greetings").tries, 3);
	progress_free(&progress);
}

static void note_often(int times)
{
	char *notice, *error = NULL;

	for (int i = 0; i < times; i++)
		if (!progress_note(root, PROGRESS_TRIED, "greetings", 0, &notice, &error))
			_exit(1);
	_exit(0);
}

static void of_several_at_a_time_all_are_noted(void **state)
{
	enum { WRITERS = 6, TIMES = 20 };
	struct progress progress;
	int status;

	(void)state;
	for (int i = 0; i < WRITERS; i++)
		if (fork() == 0)
			note_often(TIMES);
	for (int i = 0; i < WRITERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	progress = read_quietly();
	assert_int_equal(progress_of(&progress, "greetings").tries, WRITERS * TIMES);
	progress_free(&progress);
}

/* Killed at any moment, it leaves the file as it was or as it is to be. */
static void no_crash_leaves_half_of_it(void **state)
{
	unsigned before = 0;

	(void)state;
	note(PROGRESS_TRIED, "greetings", 0);
	for (int i = 0; i < 40; i++) {
		pid_t writer = fork();
		struct progress progress;
		unsigned tries;

		if (writer == 0)
			note_often(1000000);
		/* Some noting goes by before it is killed. */
		do {
			progress = read_quietly();
			tries = progress_of(&progress, "greetings").tries;
			progress_free(&progress);
		} while (tries <= before);
		kill(writer, SIGKILL);
		waitpid(writer, NULL, 0);
		progress = read_quietly();
		assert_true(progress_of(&progress, "greetings").tries >= tries);
		before = progress_of(&progress, "greetings").tries;
		progress_free(&progress);
	}
}

static void where_it_cannot_be_written_that_is_said(void **state)
{
	char *notice, *error = NULL;

	(void)state;
	fixture_write(root, ".course", "a file in the place of the folder\n");
	assert_false(
		progress_note(root, PROGRESS_TRIED, "greetings", 0, &notice, &error));
	assert_non_null(strstr(error, "progress is not kept"));
	free(error);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_no_progress),
		TEST(events_add_up),
		TEST(the_first_pass_counts),
		TEST(lines_of_later_versions_stay),
		TEST(a_later_file_is_left_alone),
		TEST(what_is_damaged_is_kept_aside),
		TEST(what_can_be_read_of_it_counts),
		TEST(of_several_at_a_time_all_are_noted),
		TEST(no_crash_leaves_half_of_it),
		TEST(where_it_cannot_be_written_that_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
