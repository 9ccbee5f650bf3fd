/* GitHub Classroom: the result of its autograding reporter, as JSON, and in base64, as it
 * stands in the environment of a workflow. */
#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>

#include "class/report.h"
#include "show/json_text.h"
#include "text/memory.h"
#include "text/text.h"

static const char *status_of(const struct exercise_grade *exercise, bool passed)
{
	if (!exercise->marked)
		return "error";
	return passed ? "pass" : "fail";
}

static void set_place(json_t *test, const struct exercise_grade *exercise)
{
	const json_t *where = json_object_get(exercise->cases[0].entry, "where");

	if (!json_is_object(where))
		where = exercise->cases[0].entry
				? NULL
				: json_object_get(exercise->entry, "where");
	json_set_text(test, "filename", text_member(where, "file"));
	json_object_set_new(
		test, "line_no",
		json_integer(json_integer_value(json_object_get(where, "line"))));
}

static json_t *documented_test(const struct exercise_grade *exercise)
{
	const struct case_grade *one = &exercise->cases[0];
	json_t *test = json_object();
	char *feedback = report_feedback(exercise);
	char *name = text_format("%s: documented case", exercise->name);
	char *code = text_format("course check %s", exercise->name);
	char *time = text_format("%.3fs", report_virtual_seconds(one));

	json_set_text(test, "name", name);
	json_set_text(test, "status", status_of(exercise, one->kind == VERDICT_PASS));
	json_set_text(test, "message", feedback);
	json_set_text(test, "test_code", code);
	set_place(test, exercise);
	json_set_text(test, "execution_time", time);
	json_object_set_new(test, "score",
			    points_json(exercise->marked ? one->earned : 0));
	free(time);
	free(code);
	free(name);
	free(feedback);
	return test;
}

/* All as one: nothing can be hidden in this format. */
static json_t *unseen_test(const struct exercise_grade *exercise)
{
	json_t *test = json_object();
	char *unseen = report_unseen(exercise);
	char *name = text_format("%s: unseen cases", exercise->name);
	bool passed = exercise->passed == exercise->case_count;
	points earned = exercise->earned - exercise->cases[0].earned;

	json_set_text(test, "name", name);
	json_set_text(test, "status", status_of(exercise, passed));
	json_set_text(test, "message", unseen ? unseen : "");
	json_set_text(test, "test_code", "");
	json_set_text(test, "filename", "");
	json_object_set_new(test, "line_no", json_integer(0));
	json_set_text(test, "execution_time", "0.000s");
	json_object_set_new(test, "score", points_json(exercise->marked ? earned : 0));
	free(name);
	free(unseen);
	return test;
}

static json_t *make(const struct grade *grade)
{
	json_t *report = json_object(), *tests = json_array();
	bool passed = true;

	for (size_t i = 0; i < grade->count; i++) {
		const struct exercise_grade *exercise = &grade->exercises[i];

		passed = passed && exercise->passed == exercise->case_count &&
			 exercise->kind == VERDICT_PASS;
		json_array_append_new(tests, documented_test(exercise));
		if (exercise->case_count > 1)
			json_array_append_new(tests, unseen_test(exercise));
	}
	json_object_set_new(report, "version", json_integer(1));
	json_set_text(report, "status",
		      !grade->marked ? "error"
		      : passed       ? "pass"
				     : "fail");
	/* Of no points its reporter posts none: of what could not be judged a zero
	 * would become the mark. */
	json_object_set_new(report, "max_score",
			    points_json(grade->marked ? grade->possible : 0));
	json_object_set_new(report, "tests", tests);
	return report;
}

static char *in_base64(const char *text)
{
	size_t length = strlen(text), size = BASE64_ENCODE_RAW_LENGTH(length);
	char *encoded = memory_new(size + 1, 1);

	base64_encode_raw(encoded, length, (const uint8_t *)text);
	return encoded;
}

static bool write_base64(const struct gradebook *gradebook, const struct grade *grade,
			 char **error)
{
	char *name = text_format("%s.base64", grade->key);
	char *text = report_json_text(make(grade)), *encoded = in_base64(text);
	struct report_file file;
	bool good = report_open(&file, gradebook, "github", name, error);

	if (good) {
		fprintf(file.stream, "%s\n", encoded);
		good = report_close(&file, error);
	}
	free(encoded);
	free(text);
	free(name);
	return good;
}

bool report_github(const struct gradebook *gradebook, char **error)
{
	bool good = report_each_json(gradebook, "github", make, error);

	for (size_t i = 0; good && i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		good = write_base64(gradebook, &grade, error);
		grade_free(&grade);
	}
	return good;
}
