/* A page for each student: the marks, and what `course check` says. Of unseen cases only
 * how many were passed. One file, with the pictures in it. */
#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>

#include "class/marks_page.h"
#include "class/report.h"
#include "text/memory.h"
#include "text/text.h"
#include "web/html.h"

static void add_unseen(struct text *html, const struct exercise_grade *exercise)
{
	char *words = report_unseen(exercise);
	bool documented = exercise->cases[0].kind == VERDICT_PASS;

	text_add(html, "<td>");
	if (words)
		text_add_format(html, "%zu of %zu", exercise->passed - documented,
				exercise->case_count - 1);
	text_add(html, "</td>");
	free(words);
}

static void add_row(struct text *html, const struct exercise_grade *exercise, bool unseen)
{
	char *mark =
		marks_page_mark(exercise->marked, exercise->earned, exercise->possible);

	text_add(html, "<tr><th scope=\"row\">");
	html_add(html, exercise->title);
	text_add(html, "</th><td>");
	marks_page_verdict(html, exercise_word(exercise));
	text_add_format(html, "</td><td class=\"number\">%s</td>", mark);
	if (unseen)
		add_unseen(html, exercise);
	text_add(html, "</tr>\n");
	free(mark);
}

static bool has_unseen(const struct grade *grade)
{
	for (size_t i = 0; i < grade->count; i++)
		if (grade->exercises[i].case_count > 1)
			return true;
	return false;
}

static void add_marks(struct text *html, const struct grade *grade)
{
	char *mark = marks_page_mark(grade->marked, grade->earned, grade->possible);
	bool unseen = has_unseen(grade);

	text_add_format(html,
			"<div class=\"wide\" tabindex=\"0\" role=\"group\" "
			"aria-label=\"Marks\">\n<table>\n<caption>Marks</caption>\n"
			"<thead><tr><th scope=\"col\">Exercise</th>"
			"<th scope=\"col\">Verdict</th>"
			"<th scope=\"col\" class=\"number\">Points</th>%s</tr></thead>\n"
			"<tbody>\n",
			unseen ? "<th scope=\"col\">Unseen cases</th>" : "");
	for (size_t i = 0; i < grade->count; i++)
		add_row(html, &grade->exercises[i], unseen);
	text_add_format(html,
			"</tbody>\n<tfoot><tr><th scope=\"row\">Together</th><td></td>"
			"<td class=\"number\"><b>%s</b></td>%s</tr></tfoot>\n"
			"</table>\n</div>\n",
			mark, unseen ? "<td></td>" : "");
	free(mark);
}

/* The picture in the page itself, as «data:…;base64,…». */
static void add_picture(struct text *html, const struct case_grade *one)
{
	const char *svg = text_member(one->entry, "picture");
	size_t length = strlen(svg), size = BASE64_ENCODE_RAW_LENGTH(length);
	char *encoded, *address;

	if (!length)
		return;
	encoded = memory_new(size + 1, 1);
	base64_encode_raw(encoded, length, (const uint8_t *)svg);
	address = text_format("data:image/svg+xml;base64,%s", encoded);
	marks_page_picture(
		html, address,
		"What each task did when: expected, and below it yours. The text "
		"above says the same.");
	free(address);
	free(encoded);
}

static void add_exercise(struct text *html, const struct exercise_grade *exercise)
{
	char *feedback = report_feedback(exercise);

	text_add(html, "<h2>");
	html_add(html, exercise->title);
	text_add(html, "</h2>\n<pre tabindex=\"0\">");
	html_add(html, feedback);
	text_add(html, "</pre>\n");
	if (exercise->marked)
		add_picture(html, &exercise->cases[0]);
	free(feedback);
}

static char *page_of(const struct grade *grade)
{
	struct text html = { 0 };

	marks_page_begin(&html, grade->student);
	add_marks(&html, grade);
	marks_page_notes(&html, json_object_get(grade->record, "notes"));
	for (size_t i = 0; i < grade->count; i++)
		add_exercise(&html, &grade->exercises[i]);
	marks_page_end(&html, NULL);
	return text_take(&html);
}

static bool write_page(const struct gradebook *gradebook, const struct grade *grade,
		       char **error)
{
	char *name = text_format("%s.html", grade->key), *page;
	struct report_file file;
	bool good = report_open(&file, gradebook, "students", name, error);

	free(name);
	if (!good)
		return false;
	page = page_of(grade);
	fputs(page, file.stream);
	free(page);
	return report_close(&file, error);
}

bool report_students(const struct gradebook *gradebook, char **error)
{
	bool good = true;

	for (size_t i = 0; good && i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		good = write_page(gradebook, &grade, error);
		grade_free(&grade);
	}
	return good;
}
