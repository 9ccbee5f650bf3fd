#include "class/report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

static const struct report_format formats[] = {
	{ "html", "index.html", "one page for the teacher", report_html },
	{ "students", "students/KEY.html", "a page for each student", report_students },
	{ "gradescope", "gradescope/KEY.json", "results.json of Gradescope",
	  report_gradescope },
	{ "junit", "junit.xml", "JUnit XML, for test viewers", report_junit },
	{ "canvas", "canvas.csv", "a gradebook for Canvas to import", report_canvas },
	{ "moodle", "moodle.csv", "grades for Moodle to import", report_moodle },
	{ "github", "github/KEY.json", "GitHub Classroom, and the same in base64",
	  report_github },
	{ "check50", "check50/KEY.json", "results of check50", report_check50 },
	{ "prairielearn", "prairielearn/KEY.json", "results.json of PrairieLearn",
	  report_prairielearn },
};

const struct report_format *report_format_find(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

/* ---- files ------------------------------------------------------------------------ */

static char *part_of(const char *path)
{
	return text_format("%s.part", path);
}

bool report_open(struct report_file *file, const struct gradebook *gradebook,
		 const char *folder, const char *name, char **error)
{
	char *inner = folder ? path_join(gradebook->folder, folder)
			     : memory_copy_text(gradebook->folder);
	char *part;

	*file = (struct report_file){ .path = path_join(inner, name) };
	part = part_of(file->path);
	if (folder_make(inner, error)) {
		file->stream = fopen(part, "we");
		if (!file->stream)
			text_error(error, "%s cannot be written: %s", part,
				   strerror(errno));
	}
	free(part);
	free(inner);
	if (file->stream)
		return true;
	free(file->path);
	return false;
}

bool report_close(struct report_file *file, char **error)
{
	char *part = part_of(file->path);
	bool good = !ferror(file->stream);

	if (fclose(file->stream) != 0 || !good || rename(part, file->path) != 0) {
		good = text_error(error, "%s cannot be written: %s", file->path,
				  strerror(errno));
		unlink(part);
	}
	free(part);
	free(file->path);
	*file = (struct report_file){ 0 };
	return good;
}

char *report_json_text(json_t *report)
{
	char *json = json_dumps(report, JSON_INDENT(1) | JSON_REAL_PRECISION(15));
	char *text = text_format("%s\n", json ? json : "{}");

	free(json);
	json_decref(report);
	return text;
}

void report_each_student(FILE *stream, const struct gradebook *gradebook,
			 student_writer *write)
{
	for (size_t i = 0; i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		write(stream, &grade);
		grade_free(&grade);
	}
}

static bool write_json(const struct gradebook *gradebook, const char *folder,
		       const struct grade *grade, student_report *make, char **error)
{
	char *name = text_format("%s.json", grade->key), *text;
	struct report_file file;
	bool good = report_open(&file, gradebook, folder, name, error);

	free(name);
	if (!good)
		return false;
	text = report_json_text(make(grade));
	fputs(text, file.stream);
	free(text);
	return report_close(&file, error);
}

bool report_each_json(const struct gradebook *gradebook, const char *folder,
		      student_report *make, char **error)
{
	bool good = true;

	for (size_t i = 0; good && i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		good = write_json(gradebook, folder, &grade, make, error);
		grade_free(&grade);
	}
	return good;
}

/* ---- words ------------------------------------------------------------------------ */

/* A text whose line ends are ours, and whose other bytes are drawn. */
static void add_seen(struct text *text, const char *bytes)
{
	while (*bytes) {
		size_t length = strcspn(bytes, "\n");

		visible_add(text, bytes, length, true, SPACES_PLAIN);
		text_add(text, "\n");
		bytes += length + (bytes[length] == '\n');
	}
}

char *report_notes(const struct grade *grade)
{
	const json_t *notes = json_object_get(grade->record, "notes");
	struct text text = { 0 };

	if (!grade->marked)
		text_add(&text,
			 "This could not be judged, through no fault of yours, and "
			 "will be graded again.\n");
	for (size_t i = 0; i < json_array_size(notes); i++)
		text_add_format(&text, "%s\n",
				json_string_value(json_array_get(notes, i)));
	return text_take(&text);
}

char *report_unseen(const struct exercise_grade *exercise)
{
	size_t unseen = exercise->case_count - 1, passed = 0;

	if (!unseen || exercise->kind == VERDICT_COUNT || !exercise->marked)
		return NULL;
	for (size_t i = 1; i <= unseen; i++)
		passed += exercise->cases[i].kind == VERDICT_PASS;
	return text_format(unseen == 1 ? "%zu of %zu unseen case was passed."
				       : "%zu of %zu unseen cases were passed.",
			   passed, unseen);
}

static void add_no_feedback(struct text *text, const struct exercise_grade *exercise)
{
	text_add_format(text, "%s  %s\n\n", exercise_word(exercise), exercise->name);
	if (!exercise->entry)
		text_add(text, "  It has not been graded yet.\n");
	else if (exercise->kind == VERDICT_COUNT)
		text_add(text, "  None of its files was handed in.\n");
	else
		text_add(text, "  It could not be judged, through no fault of yours, and "
			       "will be\n  graded again.\n");
}

char *report_feedback(const struct exercise_grade *exercise)
{
	const char *feedback = text_member(exercise->entry, "feedback");
	char *unseen = report_unseen(exercise);
	struct text text = { 0 };

	if (*feedback && exercise->marked)
		add_seen(&text, feedback);
	else
		add_no_feedback(&text, exercise);
	if (unseen)
		text_add_format(&text, "\n  %s\n", unseen);
	free(unseen);
	return text_take(&text);
}

char *report_all_feedback(const struct grade *grade)
{
	const json_t *notes = json_object_get(grade->record, "notes");
	struct text text = { 0 };

	for (size_t i = 0; i < grade->count; i++) {
		char *feedback = report_feedback(&grade->exercises[i]);

		text_add_format(&text, i ? "\n%s" : "%s", feedback);
		free(feedback);
	}
	for (size_t i = 0; i < json_array_size(notes); i++) {
		const char *note = json_string_value(json_array_get(notes, i));

		text_add(&text, i ? "" : "\n");
		add_seen(&text, note ? note : "");
	}
	return text_take(&text);
}

double report_virtual_seconds(const struct case_grade *one)
{
	return json_number_value(json_object_get(one->entry, "virtual_seconds"));
}
