/* Rubrics: what is written is what a case earns; what has no sense is refused, by line. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>

#include "class/other_name.h"
#include "class/roster.h"
#include "class/rubric.h"
#include "text/file.h"

static const char *const exercises[] = { "async_counter", "async_resource", NULL };

/* Reads a rubric of these lines; false, with the sentence. */
static bool read_lines(struct rubric *rubric, const char *lines, char **error)
{
	char *folder = fixture_folder(), *path = path_join(folder, "rubric.md");
	bool good;

	fixture_write(folder, "rubric.md", lines);
	good = rubric_read(rubric, path, exercises, error);
	free(path);
	fixture_remove(folder);
	return good;
}

static void without_one_each_case_is_the_same(void **state)
{
	struct rubric rubric;

	(void)state;
	rubric_default(&rubric);
	assert_int_equal(rubric_points(&rubric, "async_counter"), 10000);
	assert_int_equal(rubric_documented(&rubric, "async_counter", 0), 10000);
	assert_int_equal(rubric_documented(&rubric, "async_counter", 3), 2500);
	assert_int_equal(rubric_percent(&rubric, "async_counter", VERDICT_PASS), 100);
	assert_int_equal(rubric_percent(&rubric, "async_counter", VERDICT_TIME), 0);
	rubric_free(&rubric);
}

static const char whole[] =
	"# Rubric\n\nProse.\n\n- points: 4.5\n- TIME: 50 %\n- WRONG: 10%\n\n"
	"## `async_counter`\n\n- points: 20\n- documented case: 8\n"
	"- TIME: 0 %\n";

static void holds_what_was_written(const struct rubric *rubric)
{
	assert_int_equal(rubric_points(rubric, "async_resource"), 4500);
	assert_int_equal(rubric_percent(rubric, "async_resource", VERDICT_TIME), 50);
	assert_int_equal(rubric_points(rubric, "async_counter"), 20000);
	assert_int_equal(rubric_documented(rubric, "async_counter", 3), 8000);
	assert_int_equal(rubric_documented(rubric, "async_counter", 0), 20000);
	assert_int_equal(rubric_percent(rubric, "async_counter", VERDICT_TIME), 0);
	/* What it does not say of its own is that for all. */
	assert_int_equal(rubric_percent(rubric, "async_counter", VERDICT_WRONG), 10);
}

static void what_is_written_counts(void **state)
{
	struct rubric rubric;
	char *error = NULL;

	(void)state;
	assert_true(read_lines(&rubric, whole, &error));
	holds_what_was_written(&rubric);
	rubric_free(&rubric);
}

static void it_is_the_same_after_json(void **state)
{
	struct rubric rubric, back;
	char *error = NULL;
	json_t *json;

	(void)state;
	assert_true(read_lines(&rubric, whole, &error));
	json = rubric_to_json(&rubric);
	assert_true(rubric_of_json(&back, json));
	holds_what_was_written(&back);
	rubric_free(&back);
	rubric_free(&rubric);
	json_decref(json);
	assert_false(rubric_of_json(&back, NULL));
}

static void what_has_no_sense_is_refused(void **state)
{
	static const struct {
		const char *lines, *words;
	} cases[] = {
		{ "# R\n\n- points: many\n", ":3: «many» is no number of points" },
		{ "# R\n\n- points: -1\n", "is no number of points" },
		{ "# R\n\n- points: 1.2345\n", "is no number of points" },
		{ "# R\n\n- points: 99999999999999999999\n", "is no number of points" },
		{ "# R\n\n- TIME: 101 %\n", "is not a share" },
		{ "# R\n\n- TIME: 5\n", "is not a share" },
		{ "# R\n\n- PASS: 50 %\n", "there is no «PASS»" },
		{ "# R\n\n- ten\n", "says nothing" },
		{ "# R\n\n## async_countr\n", "did you mean async_counter" },
		{ "# R\n\n## async_counter\n\n## async_counter\n", "there twice" },
		{ "# R\n\n- points: 3\n- documented case: 4\n", "cannot earn more" },
		{ "# R\n\n- documented case: 11\n", ":3: the documented case cannot" },
		{ "# R\n\n- points: 5\n\n## async_counter\n\n- documented case: 6\n",
		  ":7: the documented case cannot earn more" },
		{ "# R\n\n- points: 3\n- points: 4\n", ":4: «points» is said twice" },
		{ "# R\n\n- TIME: 3 %\n- TIME: 3 %\n", ":4: «TIME» is said twice" },
		{ "# R\n\npoints: 5\n", ":3: «points: 5» stands in no list" },
		{ "# R\n\n- points: 1\n\nTIME: 5 %\n", ":5: «TIME: 5 %» stands in no" },
		{ "# R\n\n### async_counter\n\n- points: 5\n",
		  ":3: an exercise's heading is of the second level: write «## async" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct rubric rubric;
		char *error = NULL;

		if (read_lines(&rubric, cases[i].lines, &error))
			fail_msg("it was taken: %s", cases[i].lines);
		if (!strstr(error, cases[i].words))
			fail_msg("«%s» does not say «%s»", error, cases[i].words);
		free(error);
	}
}

static void points_are_written_without_zeros(void **state)
{
	static const struct {
		points value;
		const char *text;
	} cases[] = { { 0, "0" }, { 10, "0.01" }, { 2500, "2.5" }, { 10000, "10" } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *text = points_text(cases[i].value);

		assert_string_equal(text, cases[i].text);
		free(text);
	}
}

static void a_key_is_another_for_each_name(void **state)
{
	static const char *const names[] = { "ann",  "a.b-c_9", "-rf", ".x",
					     "a%b",  "a/b",     "é",   "\xff",
					     "a\nb", "a b",     "A",   "a" };
	char *keys[sizeof(names) / sizeof(*names)];
	size_t count = sizeof(names) / sizeof(*names);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		keys[i] = student_key(names[i]);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(keys[i], keys[k]);
		for (const char *at = keys[i]; *at; at++)
			assert_true(*at > ' ' && *at < 0x7f && *at != '/');
		assert_true(keys[i][0] != '.' && keys[i][0] != '-');
	}
	assert_string_equal(keys[0], "ann");
	for (size_t i = 0; i < count; i++)
		free(keys[i]);
}

static void every_student_is_in_one_shard_always_the_same(void **state)
{
	size_t sizes[4] = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++) {
		char name[16];

		snprintf(name, sizeof(name), "student%d", i);
		assert_true(student_shard(name, 4) < 4);
		assert_int_equal(student_shard(name, 4), student_shard(name, 4));
		assert_int_equal(student_shard(name, 1), 0);
		sizes[student_shard(name, 4)]++;
	}
	for (int i = 0; i < 4; i++)
		assert_in_range(sizes[i], 200, 300);
	/* On every machine. */
	assert_int_equal(student_shard("ann", 10), 6);
}

static void names_that_were_changed_on_their_way_are_known(void **state)
{
	static const char *const changed[] = {
		"counter (1).c",       "counter(12).c",    "counter-1.c",
		"counter_3.c",         "counter copy.c",   "Counter.C",
		"counter.c.txt",       "counter - Copy.c", "ada_1_2_counter.c",
		"ada_1_2_counter-1.c",
	};
	static const char *const others[] = {
		"counter.c",
		"counter.h",
		"counter2.c",
		"count.c",
		"my_counter.c",
		"ada_1_counter.c",
		"(1).c",
		"-1.c",
		"counter1",
		".c",
		"",
		"counter()1.c",
		"counter.c.c",
		"_1_2_.c",
		"copy.c",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(changed) / sizeof(*changed); i++)
		assert_true(is_other_name(changed[i], "counter.c"));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(is_other_name(others[i], "counter.c"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_one_each_case_is_the_same),
		cmocka_unit_test(what_is_written_counts),
		cmocka_unit_test(it_is_the_same_after_json),
		cmocka_unit_test(what_has_no_sense_is_refused),
		cmocka_unit_test(points_are_written_without_zeros),
		cmocka_unit_test(a_key_is_another_for_each_name),
		cmocka_unit_test(every_student_is_in_one_shard_always_the_same),
		cmocka_unit_test(names_that_were_changed_on_their_way_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
