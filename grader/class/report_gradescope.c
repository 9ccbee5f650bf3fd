/* Gradescope: results.json, as gradescope-autograders.readthedocs.io specifies it. What
 * could not be judged has no score: Gradescope then says that the autograder failed. */
#include <stdlib.h>
#include <string.h>

#include "class/report.h"
#include "show/json_text.h"
#include "text/memory.h"
#include "text/text.h"

static void set_number(json_t *test, size_t exercise, const struct case_grade *one)
{
	char *number = text_format("%zu.%zu", exercise + 1, one->number + 1);

	json_set_text(test, "number", number);
	free(number);
}

static void set_name(json_t *test, const struct exercise_grade *exercise,
		     const struct case_grade *one)
{
	char *about = case_name(one);
	char *name = text_format("%s: %s", exercise->name, about);

	json_set_text(test, "name", name);
	free(name);
	free(about);
}

static json_t *make_test(const struct exercise_grade *exercise, size_t index,
			 const struct case_grade *one)
{
	json_t *test = json_object(), *tags = json_array();
	char *feedback = report_feedback(exercise);

	json_object_set_new(test, "score", points_json(one->earned));
	json_object_set_new(test, "max_score", points_json(one->possible));
	json_set_text(test, "status", one->kind == VERDICT_PASS ? "passed" : "failed");
	set_name(test, exercise, one);
	set_number(test, index, one);
	/* The verdict of an unseen case would tell more of it than it should. */
	json_set_text(test, "output", one->number ? "" : feedback);
	json_set_text(test, "output_format", "text");
	json_array_append_new(tags, json_string(one->number  ? "unseen"
						: one->entry ? case_word(one)
							     : exercise_word(exercise)));
	json_object_set_new(test, "tags", tags);
	json_set_text(test, "visibility", one->number ? "hidden" : "visible");
	free(feedback);
	return test;
}

static void add_notes(json_t *report, const struct grade *grade)
{
	char *notes = report_notes(grade);

	json_set_text(report, "output", notes);
	json_set_text(report, "output_format", "text");
	free(notes);
}

static json_t *make(const struct grade *grade)
{
	json_t *report = json_object(), *tests = json_array();

	if (grade->marked)
		json_object_set_new(report, "score", points_json(grade->earned));
	add_notes(report, grade);
	json_set_text(report, "test_output_format", "text");
	json_set_text(report, "test_name_format", "text");
	json_set_text(report, "visibility", "visible");
	json_set_text(report, "stdout_visibility", "hidden");
	for (size_t i = 0; grade->marked && i < grade->count; i++)
		for (size_t k = 0; k < grade->exercises[i].case_count; k++)
			json_array_append_new(tests,
					      make_test(&grade->exercises[i], i,
							&grade->exercises[i].cases[k]));
	json_object_set_new(report, "tests", tests);
	return report;
}

bool report_gradescope(const struct gradebook *gradebook, char **error)
{
	return report_each_json(gradebook, "gradescope", make, error);
}
