/* PrairieLearn: results.json of an external grader. What could not be judged is not
 * gradable: that costs the student no attempt. */
#include <stdlib.h>
#include <string.h>

#include "class/report.h"
#include "show/json_text.h"
#include "text/text.h"

static void set_name(json_t *test, const struct exercise_grade *exercise,
		     const char *about)
{
	char *name = text_format("%s: %s", exercise->name, about);

	json_set_text(test, "name", name);
	free(name);
}

static json_t *documented_test(const struct exercise_grade *exercise)
{
	json_t *test = json_object();
	char *feedback = report_feedback(exercise);

	set_name(test, exercise, "documented case");
	json_object_set_new(test, "points", points_json(exercise->cases[0].earned));
	json_object_set_new(test, "max_points", points_json(exercise->cases[0].possible));
	json_set_text(test, "output", feedback);
	free(feedback);
	return test;
}

/* All unseen cases as one: there is no way to hide one of several. */
static json_t *unseen_test(const struct exercise_grade *exercise)
{
	const struct case_grade *documented = &exercise->cases[0];
	json_t *test = json_object();
	char *unseen = report_unseen(exercise);

	set_name(test, exercise, "unseen cases");
	json_object_set_new(test, "points",
			    points_json(exercise->earned - documented->earned));
	json_object_set_new(test, "max_points",
			    points_json(exercise->possible - documented->possible));
	json_set_text(test, "output", unseen ? unseen : "");
	free(unseen);
	return test;
}

/* Between 0 and 1, to a millionth. */
static json_t *share(const struct grade *grade)
{
	points millionths = grade->possible > 0
				    ? (grade->earned * 1000000 + grade->possible / 2) /
					      grade->possible
				    : 0;

	return json_real((double)millionths / 1e6);
}

/* What is missing or extra is no reason not to grade, and so no format error. */
static void set_message(json_t *report, const struct grade *grade)
{
	char *notes = report_notes(grade);

	json_set_text(report, "message", notes);
	free(notes);
}

static json_t *make(const struct grade *grade)
{
	json_t *report = json_object(), *tests = json_array();

	json_object_set_new(report, "gradable", json_boolean(grade->marked));
	json_object_set_new(report, "score", grade->marked ? share(grade) : json_real(0));
	set_message(report, grade);
	json_object_set_new(report, "format_errors", json_array());
	for (size_t i = 0; grade->marked && i < grade->count; i++) {
		const struct exercise_grade *exercise = &grade->exercises[i];

		json_array_append_new(tests, documented_test(exercise));
		if (exercise->case_count > 1)
			json_array_append_new(tests, unseen_test(exercise));
	}
	json_object_set_new(report, "tests", tests);
	return report;
}

bool report_prairielearn(const struct gradebook *gradebook, char **error)
{
	return report_each_json(gradebook, "prairielearn", make, error);
}
