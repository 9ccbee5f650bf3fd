/*
 * Saves: each new content of an exercise's files is handed over once, however it came
 * there, with events or without, and nothing that is half written.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "course/saves.h"
#include "text/file.h"
#include "text/text.h"

static const char task[] =
	"# Words\n\n- kind: complete\n- minutes: 5\n- concepts: file\n\nSay a word.\n\n"
	"## Files\n\n- `words.c`, a *program*: yours to complete.\n"
	"- `words.txt`, *data*: a word.\n\n"
	"## Expected output\n\n```timed\n   0.000 | word\n```\n\n"
	"## Hints\n\n### What?\n\nSay it.\n\n"
	"## Mistakes\n\n### Nothing: `nothing`\n\n**WRONG**\n\n> missing\n";

static char *root, *folder;
static struct exercise exercise;
static struct saves saves;

static void write_file(const char *name, const char *content)
{
	fixture_write(folder, name, content);
}

/* What is taken: a letter for each kind of news. */
static char take(bool due)
{
	struct submission submission;
	char *sentence = NULL;

	switch (saves_take(&saves, due, &submission, &sentence)) {
	case SAVES_NEW: submission_free(&submission); return 'n';
	case SAVES_MISSING: free(sentence); return 'm';
	case SAVES_BACK: return 'b';
	case SAVES_TASK: return 't';
	case SAVES_NOTHING: return '-';
	}
	return '?';
}

/* So many events, or looks, give that. */
static void expect(bool due, const char *news)
{
	for (size_t i = 0; news[i]; i++) {
		char got = take(due);

		if (got != news[i])
			fail_msg("%s %zu of «%s» gave %c", due ? "look" : "event", i + 1,
				 news, got);
	}
}

static void expect_event(const char *news)
{
	expect(false, news);
}

static void expect_look(const char *news)
{
	expect(true, news);
}

static int begin(void **state)
{
	char *error = NULL;

	(void)state;
	root = fixture_folder();
	folder = text_format("%s/exercises/words", root);
	assert_true(folder_make(folder, &error));
	write_file("exercise.md", task);
	write_file("words.c", "int main(void) {}\n");
	write_file("words.txt", "word\n");
	if (!exercise_read(&exercise, root, "words", &error))
		fail_msg("%s", error);
	saves_begin(&saves, &exercise);
	expect_look("n");
	expect_look("--");
	expect_event("--");
	return 0;
}

static int end(void **state)
{
	(void)state;
	saves_end(&saves);
	exercise_free(&exercise);
	fixture_remove(root);
	free(folder);
	return 0;
}

/* As from a folder on another machine, of which no event comes. */
static void hear_nothing(void)
{
	close(saves.descriptor);
	saves.descriptor = -1;
}

static void a_save_is_heard_once(void **state)
{
	(void)state;
	write_file("words.c", "int main(void) { return 0; }\n");
	expect_event("n--");
	expect_look("--");
}

static void two_saves_at_once_are_the_last_one(void **state)
{
	(void)state;
	write_file("words.c", "/* first */\n");
	write_file("words.c", "/* second */\n");
	expect_event("n-");
	expect_look("--");
}

static void another_name_that_takes_its_place_is_a_save(void **state)
{
	char *fresh = text_format("%s/4913", folder);
	char *work = text_format("%s/words.c", folder);

	(void)state;
	write_file("4913", "/* by rename */\n");
	expect_event("-");
	assert_int_equal(rename(fresh, work), 0);
	expect_event("n-");
	expect_look("--");
	free(fresh);
	free(work);
}

static void an_editors_own_files_are_no_save(void **state)
{
	static const char *const names[] = { "4913", ".words.c.swp", "#words.c#",
					     "words.c~" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		write_file(names[i], "nothing of it\n");
	expect_event("--");
	expect_look("--");
}

static void data_of_the_exercise_are_a_save_too(void **state)
{
	(void)state;
	write_file("words.txt", "another\n");
	expect_event("n-");
	hear_nothing();
	write_file("words.txt", "a third\n");
	expect_look("-n--");
}

/* Emptied and closed, and then written. */
static void an_emptied_file_is_waited_for(void **state)
{
	(void)state;
	write_file("words.c", "");
	expect_event("-");
	write_file("words.c", "/* all of it */\n");
	expect_event("n-");
	write_file("words.c", "");
	expect_event("-");
	expect_look("n--");
}

static void without_events_two_looks_agree_before_it_is_one(void **state)
{
	(void)state;
	hear_nothing();
	write_file("words.c", "/* half");
	expect_look("-");
	write_file("words.c", "/* half of it, and all */\n");
	expect_look("-n--");
	expect_event("-");
}

static void a_file_that_comes_back_as_it_was_is_not_judged_again(void **state)
{
	char *work = text_format("%s/words.c", folder);

	(void)state;
	unlink(work);
	expect_event("-");
	expect_look("-m-");
	write_file("words.c", "int main(void) {}\n");
	expect_event("b-");
	unlink(work);
	expect_look("-m-");
	write_file("words.c", "/* another */\n");
	expect_event("n-");
	free(work);
}

/* Gone for a moment, as when an editor moves it to its backup: nothing is said. */
static void a_file_that_is_away_for_a_moment_is_not_missing(void **state)
{
	char *work = text_format("%s/words.c", folder);
	char *backup = text_format("%s/words.c~", folder);

	(void)state;
	assert_int_equal(rename(work, backup), 0);
	expect_look("-");
	write_file("words.c", "/* saved */\n");
	expect_event("n-");
	free(work);
	free(backup);
}

static void another_task_is_told_of_once(void **state)
{
	char *other = text_format("%s\nMore words.\n", task);

	(void)state;
	write_file("exercise.md", task);
	expect_event("-");
	expect_look("-");
	write_file("exercise.md", other);
	expect_event("t-");
	hear_nothing();
	write_file("exercise.md", task);
	expect_look("-t-");
	free(other);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_save_is_heard_once),
		TEST(two_saves_at_once_are_the_last_one),
		TEST(another_name_that_takes_its_place_is_a_save),
		TEST(an_editors_own_files_are_no_save),
		TEST(data_of_the_exercise_are_a_save_too),
		TEST(an_emptied_file_is_waited_for),
		TEST(without_events_two_looks_agree_before_it_is_one),
		TEST(a_file_that_comes_back_as_it_was_is_not_judged_again),
		TEST(a_file_that_is_away_for_a_moment_is_not_missing),
		TEST(another_task_is_told_of_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
