/* check50: its JSON results, by its «JSON specification» and by what its renderers ask
 * for. An unseen case is told by its number alone; what could not be judged is skipped,
 * which is «passed: null». */
#include <stdlib.h>
#include <string.h>

#include "class/report.h"
#include "show/json_text.h"
#include "text/text.h"
#include "text/version.h"
#include "text/visible.h"

/* Where there is no such line, it is check50's word for the end of the output. */
static void set_line(json_t *cause, const char *name, const json_t *line)
{
	const json_t *text = json_object_get(line, "text");
	char *seen;

	if (!json_is_string(text)) {
		json_set_text(cause, name, "EOF");
		return;
	}
	seen = visible_copy(json_string_value(text), json_string_length(text), true,
			    SPACES_PLAIN);
	json_set_text(cause, name, seen);
	free(seen);
}

static const char *rationale(const struct exercise_grade *exercise,
			     const struct case_grade *one)
{
	if (!exercise->marked)
		return "it could not be judged, and will be graded again";
	if (one->number)
		return "an unseen case was not passed";
	if (exercise->kind == VERDICT_COUNT)
		return "nothing was handed in";
	return text_member(one->entry ? one->entry : exercise->entry, "message");
}

/* Whatever was not passed has a cause, skipped or not. */
static json_t *cause_of(const struct exercise_grade *exercise,
			const struct case_grade *one)
{
	const json_t *divergence = json_object_get(one->entry, "divergence");
	json_t *cause;

	if (exercise->marked && one->kind == VERDICT_PASS)
		return json_null();
	cause = json_object();
	json_set_text(cause, "rationale", rationale(exercise, one));
	json_object_set_new(cause, "help", json_null());
	if (exercise->marked && !one->number && json_is_object(divergence)) {
		set_line(cause, "expected", json_object_get(divergence, "expected"));
		set_line(cause, "actual", json_object_get(divergence, "actual"));
	}
	return cause;
}

/* The feedback, a line each, under the case that it is about. */
static json_t *log_of(const struct exercise_grade *exercise, const struct case_grade *one)
{
	char *feedback = report_feedback(exercise), *rest = feedback;
	json_t *log = json_array();

	while (!one->number && *rest) {
		size_t length = strcspn(rest, "\n");

		json_array_append_new(log, json_stringn(rest, length));
		rest += length + (rest[length] == '\n');
	}
	free(feedback);
	return log;
}

static json_t *make_result(const struct exercise_grade *exercise,
			   const struct case_grade *one)
{
	json_t *result = json_object(), *data = json_object();
	char *description = case_name(one);
	char *name = text_format("%s_%zu", exercise->name, one->number);
	char *whole = text_format("%s: %s", exercise->title, description);

	json_set_text(result, "name", name);
	json_set_text(result, "description", whole);
	json_object_set_new(result, "passed",
			    exercise->marked ? json_boolean(one->kind == VERDICT_PASS)
					     : json_null());
	json_object_set_new(result, "log", log_of(exercise, one));
	json_object_set_new(result, "cause", cause_of(exercise, one));
	if (!one->number && exercise->marked)
		json_set_text(data, "verdict",
			      one->entry ? case_word(one) : exercise_word(exercise));
	json_object_set_new(result, "data", data);
	json_object_set_new(result, "dependency", json_null());
	free(whole);
	free(name);
	free(description);
	return result;
}

static json_t *make(const struct grade *grade)
{
	json_t *report = json_object(), *results = json_array();
	struct text slug = { 0 };

	text_add(&slug, "course");
	for (size_t i = 0; i < grade->count; i++) {
		const struct exercise_grade *exercise = &grade->exercises[i];

		text_add_format(&slug, "/%s", exercise->name);
		for (size_t k = 0; k < exercise->case_count; k++)
			json_array_append_new(results,
					      make_result(exercise, &exercise->cases[k]));
	}
	json_set_text(report, "slug", slug.bytes);
	json_object_set_new(report, "results", results);
	json_set_text(report, "version", COURSE_VERSION);
	text_free(&slug);
	return report;
}

bool report_check50(const struct gradebook *gradebook, char **error)
{
	return report_each_json(gradebook, "check50", make, error);
}
