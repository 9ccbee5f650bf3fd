/* JUnit XML: a suite for each student, a test for each case. For the teacher: unseen
 * cases are told as they are. Times are the programs' own, on the virtual clock. */
#include <stdlib.h>
#include <string.h>

#include "class/report.h"
#include "text/text.h"
#include "web/html.h"

struct counts {
	size_t tests, failures, errors, skipped;
	double seconds;
};

/* What a case is in the words of this format. */
enum outcome { OUTCOME_PASSED, OUTCOME_FAILED, OUTCOME_ERROR, OUTCOME_SKIPPED };

static enum outcome outcome_of(const struct exercise_grade *exercise,
			       const struct case_grade *one)
{
	if (!exercise->marked)
		return OUTCOME_ERROR;
	if (exercise->kind == VERDICT_COUNT || (one->number && !one->entry))
		return OUTCOME_SKIPPED;
	return one->kind == VERDICT_PASS ? OUTCOME_PASSED : OUTCOME_FAILED;
}

static void count_exercise(struct counts *counts, const struct exercise_grade *exercise)
{
	for (size_t i = 0; i < exercise->case_count; i++) {
		enum outcome outcome = outcome_of(exercise, &exercise->cases[i]);

		counts->tests++;
		counts->failures += outcome == OUTCOME_FAILED;
		counts->errors += outcome == OUTCOME_ERROR;
		counts->skipped += outcome == OUTCOME_SKIPPED;
		counts->seconds += report_virtual_seconds(&exercise->cases[i]);
	}
}

static struct counts counts_of(const struct grade *grade)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < grade->count; i++)
		count_exercise(&counts, &grade->exercises[i]);
	return counts;
}

static void add_counts(struct text *xml, const struct counts *counts)
{
	text_add_format(xml,
			" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" time=\"%.3f\"",
			counts->tests, counts->failures, counts->errors, counts->seconds);
}

/* An attribute's value: on one line, since XML would make spaces of line ends. */
static void add_attribute(struct text *xml, const char *name, const char *value)
{
	text_add_format(xml, " %s=\"", name);
	for (size_t length; *value; value += length) {
		length = strcspn(value, "\n\t");
		html_add_bytes(xml, value, length);
		if (value[length]) {
			text_add(xml, value[length] == '\n' ? "␊" : "␉");
			length++;
		}
	}
	text_add(xml, "\"");
}

static void add_element(struct text *xml, const char *name, const char *bytes,
			size_t length)
{
	if (!length)
		return;
	text_add_format(xml, "      <%s>", name);
	html_add_bytes(xml, bytes, length);
	text_add_format(xml, "</%s>\n", name);
}

static const char *message_of(const struct exercise_grade *exercise,
			      const struct case_grade *one)
{
	if (!exercise->entry)
		return "it has not been graded yet";
	if (exercise->kind == VERDICT_COUNT)
		return "nothing was handed in";
	if (one->number && !one->entry)
		return "it was not run, after what was found before";
	return text_member(one->entry ? one->entry : exercise->entry, "message");
}

static void add_outcome(struct text *xml, const struct exercise_grade *exercise,
			const struct case_grade *one)
{
	static const char *const elements[] = {
		[OUTCOME_FAILED] = "failure",
		[OUTCOME_ERROR] = "error",
		[OUTCOME_SKIPPED] = "skipped",
	};
	enum outcome outcome = outcome_of(exercise, one);
	const char *feedback =
		text_member(one->entry ? one->entry : exercise->entry, "feedback");

	if (outcome == OUTCOME_PASSED)
		return;
	text_add_format(xml, "      <%s", elements[outcome]);
	add_attribute(xml, "message", message_of(exercise, one));
	if (outcome == OUTCOME_SKIPPED) {
		text_add(xml, "/>\n");
		return;
	}
	add_attribute(xml, "type", one->entry ? case_word(one) : exercise_word(exercise));
	text_add(xml, ">");
	html_add(xml, feedback);
	text_add_format(xml, "</%s>\n", elements[outcome]);
}

static void add_output(struct text *xml, const struct case_grade *one)
{
	const json_t *lines = json_object_get(one->entry, "actual");
	const json_t *errors = json_object_get(one->entry, "errors");
	struct text output = { 0 };

	for (size_t i = 0; i < json_array_size(lines); i++) {
		const json_t *line = json_array_get(lines, i);
		const json_t *text = json_object_get(line, "text");

		text_add_format(&output, "%8.3f | ",
				json_number_value(json_object_get(line, "time")));
		text_add_bytes(&output, json_string_value(text),
			       json_string_length(text));
		text_add(&output, "\n");
	}
	add_element(xml, "system-out", output.bytes, output.length);
	add_element(xml, "system-err", json_string_value(errors),
		    json_string_length(errors));
	text_free(&output);
}

static void add_case(struct text *xml, const struct grade *grade,
		     const struct exercise_grade *exercise, const struct case_grade *one)
{
	char *name = case_name(one);
	char *class = text_format("%s.%s", grade->key, exercise->name);

	text_add(xml, "    <testcase");
	add_attribute(xml, "name", name);
	add_attribute(xml, "classname", class);
	text_add_format(xml, " time=\"%.3f\">\n", report_virtual_seconds(one));
	add_outcome(xml, exercise, one);
	add_output(xml, one);
	text_add(xml, "    </testcase>\n");
	free(class);
	free(name);
}

static void write_suite(FILE *stream, const struct grade *grade)
{
	struct counts counts = counts_of(grade);
	struct text xml = { 0 };

	text_add(&xml, "  <testsuite");
	add_attribute(&xml, "name", grade->student);
	add_counts(&xml, &counts);
	text_add_format(&xml, " skipped=\"%zu\">\n", counts.skipped);
	for (size_t i = 0; i < grade->count; i++)
		for (size_t k = 0; k < grade->exercises[i].case_count; k++)
			add_case(&xml, grade, &grade->exercises[i],
				 &grade->exercises[i].cases[k]);
	text_add(&xml, "  </testsuite>\n");
	fwrite(xml.bytes, 1, xml.length, stream);
	text_free(&xml);
}

static void write_head(FILE *stream, const struct gradebook *gradebook)
{
	struct counts all = { 0 };
	struct text xml = { 0 };

	for (size_t i = 0; i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		for (size_t k = 0; k < grade.count; k++)
			count_exercise(&all, &grade.exercises[k]);
		grade_free(&grade);
	}
	text_add(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites "
		       "name=\"course\"");
	/* Jenkins allows no «skipped» here (its junit-10.xsd), and refuses the file. */
	add_counts(&xml, &all);
	text_add(&xml, ">\n");
	fwrite(xml.bytes, 1, xml.length, stream);
	text_free(&xml);
}

bool report_junit(const struct gradebook *gradebook, char **error)
{
	struct report_file file;

	if (!report_open(&file, gradebook, NULL, "junit.xml", error))
		return false;
	write_head(file.stream, gradebook);
	report_each_student(file.stream, gradebook, write_suite);
	fputs("</testsuites>\n", file.stream);
	return report_close(&file, error);
}
