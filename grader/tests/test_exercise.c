/* An exercise is its document; a bad document is one line with its place. */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "course/curriculum.h"
#include "course/exercise.h"
#include "course/root.h"
#include "course/submission.h"
#include "text/text.h"

#define FACTS  "# Title\n\n- kind: complete\n- minutes: 5\n\n"
#define FILES  "## Files\n\n- `one.c`, a *program*.\n\n"
#define BLOCK  "```timed\n   0.000 | a\n   1.000 | b\n```\n"
#define OUTPUT "## Expected output\n\n" BLOCK "\n"

/* A course of one exercise, «one», with that document and one.c. */
static char *make_course(const char *document)
{
	char *root = fixture_folder();

	fixture_write(root, "exercises/one/exercise.md", document);
	fixture_write(root, "exercises/one/one.c", "int main(void) { return 0; }\n");
	return root;
}

static void a_document_is_read_in_full(void **state)
{
	struct exercise exercise;
	char *error = NULL;

	(void)state;
	if (!exercise_read(&exercise, fixture_path("grader/tests/data/course"), "follow",
			   &error))
		fail_msg("%s", error);
	assert_string_equal(exercise.title, "Follow");
	assert_int_equal(exercise.kind, EXERCISE_DESIGN);
	assert_int_equal(exercise.minutes, 15);
	assert_string_equal(exercise.needs, "three_steps");
	assert_int_equal(exercise.file_count, 3);
	assert_int_equal(exercise.files[0].kind, FILE_PROGRAM);
	assert_int_equal(exercise.files[1].kind, FILE_PLAIN);
	assert_int_equal(exercise.files[2].kind, FILE_DATA);
	assert_string_equal(exercise_main_file(&exercise)->name, "follow.c");
	assert_int_equal(exercise.expected.count, 4);
	assert_string_equal(exercise.expected.placeholder, "<count>");
	assert_string_equal(exercise.where_to_start, "Start the writer first.");
	assert_int_equal(exercise.mistake_count, 2);
	assert_string_equal(exercise.mistakes[0].name, "buffered");
	assert_int_equal(exercise.mistakes[0].verdict, VERDICT_WALL);
	assert_string_equal(exercise.mistakes[0].at, "fprintf");
	assert_string_equal(exercise.mistakes[0].sentence,
			    "Do the lines of writer stay in its buffer?");
	exercise_free(&exercise);
}

static void hints_are_a_ladder(void **state)
{
	struct exercise exercise;

	(void)state;
	assert_true(exercise_read(&exercise, fixture_path("grader/tests/data/course"),
				  "three_steps", NULL));
	assert_int_equal(exercise.hint_count, 2);
	assert_string_equal(exercise.hints[1].title, "What for?");
	exercise_free(&exercise);
}

static void a_bad_document_is_told_with_its_line(void **state)
{
	static const struct {
		const char *document, *line, *words;
	} cases[] = {
		{ "", ":1: ", "no title" },
		{ "# Title\n\ntext\n", ":1: ", "no list of facts" },
		{ "# T\n\n- kind: riddle\n- minutes: 5\n\n" FILES OUTPUT,
		  ":3: ", "no kind" },
		{ "# T\n\n- kind: complete\n\n" FILES OUTPUT, ":3: ", "minutes" },
		{ "# T\n\n- kind: complete\n- minutes: soon\n\n" FILES OUTPUT,
		  ":4: ", "soon" },
		{ "# T\n\n- kind: complete\n- colour: red\n\n" FILES OUTPUT,
		  ":4: ", "colour" },
		{ "# T\n\n- kind: complete\n- minutes: 5\n- uses:\n\n" FILES OUTPUT,
		  ":5: ", "names no word" },
		{ "# T\n\n- complete\n\n" FILES OUTPUT, ":3: ", "not a fact" },
		{ FACTS OUTPUT, ":1: ", "## Files" },
		{ FACTS FILES, ":1: ", "## Expected output" },
		{ FACTS FILES "## Expected output\n\nsoon\n",
		  ":10: ", "no fenced block" },
		{ FACTS FILES "## Expected output\n\n```\n   0.000 | a\n```\n",
		  ":10: ", "no fenced block" },
		{ FACTS FILES "## Expected output\n\n```timed\n```\n",
		  ":12: ", "no line" },
		{ FACTS FILES "## Expected output\n\n```timed\n   0.000 | a\nb\n```\n",
		  ":14: ", "not a timed line" },
		{ FACTS FILES
		  "## Expected output\n\n```timed\n   1.000 | a\n   0.000 | b\n```\n",
		  ":14: ", "time goes back" },
		{ FACTS FILES OUTPUT BLOCK, ":17: ", "second block" },
		{ FACTS "## Files\n\n- `two.c`, a *program*.\n\n" OUTPUT,
		  ":8: ", "is not there" },
		{ FACTS "## Files\n\n- `one.c`, a *script*.\n\n" OUTPUT,
		  ":8: ", "say what one.c is" },
		{ FACTS "## Files\n\n- one.c, a *program*.\n\n" OUTPUT,
		  ":8: ", "names no file" },
		{ FACTS "## Files\n\n- `../one.c`, a *program*.\n\n" OUTPUT,
		  ":8: ", "names no file" },
		{ FACTS
		  "## Files\n\n- `one.c`, a *program*.\n- `one.c`, *data*.\n\n" OUTPUT,
		  ":9: ", "named twice" },
		{ FACTS "## Files\n\n- `one.c`, *data*.\n\n" OUTPUT,
		  ":6: ", "names no program" },
		{ FACTS FILES OUTPUT "## Where to start\n\nBegin.\n",
		  ":17: ", "no quoted" },
		{ FACTS FILES OUTPUT "## Mistakes\n\n### No name\n\n**WRONG**\n\n> x\n",
		  ":19: ", "no folder" },
		{ FACTS FILES OUTPUT "## Mistakes\n\n### One: `a`\n\n> x\n",
		  ":19: ", "no verdict" },
		{ FACTS FILES OUTPUT "## Mistakes\n\n### One: `a`\n\n**BAD**\n\n> x\n",
		  ":21: ", "BAD" },
		{ FACTS FILES OUTPUT "## Mistakes\n\n### One: `a`\n\n**WRONG**\n",
		  ":19: ", "no sentence" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *root = make_course(cases[i].document), *error = NULL;
		struct exercise exercise;

		assert_false(exercise_read(&exercise, root, "one", &error));
		if (!strstr(error, cases[i].line) || !strstr(error, cases[i].words) ||
		    strchr(error, '\n'))
			fail_msg("case %zu: %s", i, error);
		free(error);
		fixture_remove(root);
	}
}

static void a_good_document_of_the_least_is_enough(void **state)
{
	char *root = make_course(FACTS FILES OUTPUT), *error = NULL;
	struct exercise exercise;

	(void)state;
	if (!exercise_read(&exercise, root, "one", &error))
		fail_msg("%s", error);
	assert_null(exercise.where_to_start);
	exercise_free(&exercise);
	fixture_remove(root);
}

static void an_unknown_exercise_draws_the_nearest_name(void **state)
{
	static const char *const names[] = { "three_step", "follo", "three-steps",
					     "steps" };
	static const char *const nearest[] = { "three_steps", "follow", "three_steps",
					       "three_steps" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct exercise exercise;
		char *error = NULL, *wanted = text_format("did you mean %s?", nearest[i]);

		assert_false(root_open(fixture_path("grader/tests/data/course"), names[i],
				       &exercise, &error));
		assert_non_null(strstr(error, wanted));
		free(wanted);
		free(error);
	}
}

static void no_name_leads_out_of_the_course(void **state)
{
	static const char *const names[] = { "", ".", "..", "../exercises/follow",
					     "three_steps/../follow" };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct exercise exercise;

		assert_false(root_open(fixture_path("grader/tests/data/course"), names[i],
				       &exercise, NULL));
	}
}

static void a_sentence_may_leave_gaps(void **state)
{
	(void)state;
	assert_true(exercise_sentence_is_in("b c", "a b c d"));
	assert_true(exercise_sentence_is_in("a \u2026 d", "a b c d"));
	assert_true(exercise_sentence_is_in("a ... d", "a b c d"));
	assert_true(exercise_sentence_is_in("wait...", "I wait... long"));
	assert_false(exercise_sentence_is_in("a c", "a b c d"));
	assert_false(exercise_sentence_is_in("d \u2026 a", "a b c d"));
}

static struct exercise read_exercise(const char *root)
{
	struct exercise exercise;
	char *error = NULL;

	if (!exercise_read(&exercise, root, "one", &error))
		fail_msg("%s", error);
	return exercise;
}

static void given_files_stand_in_for_the_exercises_own(void **state)
{
	char *root = make_course(FACTS FILES OUTPUT);
	struct exercise exercise = read_exercise(root);
	struct submission submission;
	char *paths[1];

	(void)state;
	fixture_write(root, "mine/other_name.c", "mine");
	fixture_write(root, "both/one.c", "named");
	fixture_write(root, "both/two.c", "not this");
	paths[0] = text_format("%s/mine/other_name.c", root);
	assert_true(
		submission_read(&submission, &exercise, exercise.folder, paths, 1, NULL));
	assert_string_equal(submission.files[0].bytes, "mine");
	submission_free(&submission);
	free(paths[0]);
	paths[0] = text_format("%s/mine", root);
	assert_true(
		submission_read(&submission, &exercise, exercise.folder, paths, 1, NULL));
	assert_string_equal(submission.files[0].bytes, "mine");
	submission_free(&submission);
	free(paths[0]);
	paths[0] = text_format("%s/both", root);
	assert_true(
		submission_read(&submission, &exercise, exercise.folder, paths, 1, NULL));
	assert_string_equal(submission.files[0].bytes, "named");
	submission_free(&submission);
	free(paths[0]);
	assert_true(
		submission_read(&submission, &exercise, exercise.folder, NULL, 0, NULL));
	assert_non_null(strstr(submission.files[0].bytes, "main"));
	submission_free(&submission);
	exercise_free(&exercise);
	fixture_remove(root);
}

static void a_file_that_is_not_there_is_said_so(void **state)
{
	char *root = make_course(FACTS FILES OUTPUT), *error = NULL;
	struct exercise exercise = read_exercise(root);
	struct submission submission;
	char *paths[] = { (char *)"/nonexistent/one.c" };

	(void)state;
	assert_false(submission_read(&submission, &exercise, exercise.folder, paths, 1,
				     &error));
	assert_non_null(strstr(error, "/nonexistent/one.c cannot be read"));
	paths[0] = (char *)"/dev/zero";
	assert_false(submission_read(&submission, &exercise, exercise.folder, paths, 1,
				     &error));
	assert_non_null(strstr(error, "not a plain file"));
	free(error);
	exercise_free(&exercise);
	fixture_remove(root);
}

/* How many different cases a seed may draw. */
static uint64_t cases_of(const struct exercise *exercise)
{
	uint64_t cases = 1;

	for (size_t i = 0; i < exercise->parameter_count; i++) {
		const struct parameter *parameter = &exercise->parameters[i];

		cases *=
			(uint64_t)((parameter->to - parameter->from) / parameter->by) + 1;
	}
	return cases;
}

/* Output printed in advance must not pass, nor a table of all that may be asked. */
static void a_seed_may_draw_more_cases_than_anybody_writes_down(void **state)
{
	struct curriculum course;
	size_t with_cases = 0;

	(void)state;
	curriculum_read(&course, fixture_path(""));
	for (size_t i = 0; i < course.exercise_count; i++) {
		const struct exercise *exercise = &course.exercises[i].exercise;

		if (course.exercises[i].error || exercise->parameter_count == 0)
			continue;
		with_cases++;
		if (cases_of(exercise) < 2000)
			fail_msg("%s: only %llu cases", exercise->name,
				 (unsigned long long)cases_of(exercise));
	}
	assert_true(with_cases >= 15);
	curriculum_free(&course);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_is_read_in_full),
		cmocka_unit_test(hints_are_a_ladder),
		cmocka_unit_test(a_bad_document_is_told_with_its_line),
		cmocka_unit_test(a_good_document_of_the_least_is_enough),
		cmocka_unit_test(an_unknown_exercise_draws_the_nearest_name),
		cmocka_unit_test(no_name_leads_out_of_the_course),
		cmocka_unit_test(a_sentence_may_leave_gaps),
		cmocka_unit_test(given_files_stand_in_for_the_exercises_own),
		cmocka_unit_test(a_file_that_is_not_there_is_said_so),
		cmocka_unit_test(a_seed_may_draw_more_cases_than_anybody_writes_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
