/* One page for the teacher: the class as a whole, its commonest mistakes, a table of all
 * students, and what there is to see of each failure. Pictures lie beside it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "class/overview.h"
#include "class/marks_page.h"
#include "class/report.h"
#include "text/text.h"
#include "web/asset.h"
#include "web/html.h"

/* Mistakes that are told of: what fewer made than these is seen in the table. */
enum { TOLD_MISTAKES = 25 };

static void flush(struct text *html, FILE *stream)
{
	if (html->length)
		fwrite(html->bytes, 1, html->length, stream);
	text_free(html);
}

/* ---- the class ---------------------------------------------------------------------- */

/* Takes the value. */
static void add_fact(struct text *html, char *value, const char *words)
{
	text_add_format(html, "<li><b>%s</b><span>%s</span></li>\n", value, words);
	free(value);
}

static void add_facts(struct text *html, const struct overview *overview)
{
	points mean = overview->marked ? overview->earned / (points)overview->marked : 0;

	text_add(html, "<ul class=\"facts\">\n");
	add_fact(html, text_format("%zu", overview->students), "students");
	if (overview->marked) {
		add_fact(html, points_text(overview->possible), "points to be had");
		add_fact(html, points_text(mean / 10 * 10), "points on average");
		add_fact(html, points_text(overview->middle), "points in the middle");
		add_fact(html, points_text(overview->least), "points at least");
		add_fact(html, points_text(overview->most), "points at most");
	}
	if (overview->absent)
		add_fact(html, text_format("%zu", overview->absent), "handed in nothing");
	if (overview->marked < overview->students)
		add_fact(html, text_format("%zu", overview->students - overview->marked),
			 "without a mark: not judged yet");
	text_add(html, "</ul>\n");
}

static void add_bin(struct text *html, const struct overview *overview, size_t bin,
		    size_t highest)
{
	char *from = points_text(overview->possible * (points)bin / OVERVIEW_BINS);
	char *to = points_text(overview->possible * (points)(bin + 1) / OVERVIEW_BINS);
	bool last = bin + 1 == OVERVIEW_BINS;

	text_add_format(html,
			"<tr><th scope=\"row\">%s to %s%s</th><td class=\"number\">%zu"
			"</td><td><span class=\"bar\" style=\"width:%zu%%\"></span></td>"
			"</tr>\n",
			from, last ? "" : "under ", to, overview->bins[bin],
			highest ? overview->bins[bin] * 100 / highest : 0);
	free(from);
	free(to);
}

static void add_distribution(struct text *html, const struct overview *overview)
{
	size_t highest = 0;

	for (size_t i = 0; i < OVERVIEW_BINS; i++)
		if (overview->bins[i] > highest)
			highest = overview->bins[i];
	text_add(html, "<h2>Distribution</h2>\n<table class=\"bars\">\n"
		       "<caption>How many students have how many points</caption>\n"
		       "<thead><tr><th scope=\"col\">Points</th><th scope=\"col\" "
		       "class=\"number\">Students</th><td></td></tr></thead>\n<tbody>\n");
	for (size_t i = OVERVIEW_BINS; i-- > 0;)
		add_bin(html, overview, i, highest);
	text_add(html, "</tbody>\n</table>\n");
}

static void add_count(struct text *html, const char *word, size_t count)
{
	if (!count)
		return;
	text_add(html, "<span class=\"count\">");
	marks_page_verdict(html, word);
	text_add_format(html, " %zu</span> ", count);
}

static void add_exercise_row(struct text *html, const struct gradebook *gradebook,
			     const struct overview *overview, size_t index)
{
	const struct exercise_overview *exercise = &overview->exercises[index];
	points mean = exercise->marked ? exercise->earned / (points)exercise->marked : 0;
	points possible =
		rubric_points(&gradebook->rubric, gradebook_exercise(gradebook, index));
	char *mark = marks_page_mark(exercise->marked > 0, mean / 10 * 10, possible);

	text_add(html, "<tr><th scope=\"row\">");
	html_add(html, gradebook_title(gradebook, index));
	text_add_format(html, "</th><td class=\"number\">%s</td><td>", mark);
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		add_count(html, verdict_name((enum verdict_kind)i),
			  exercise->verdicts[i]);
	add_count(html, "not handed in", exercise->not_handed_in);
	add_count(html, "not graded", exercise->not_graded);
	text_add(html, "</td></tr>\n");
	free(mark);
}

static void add_exercises(struct text *html, const struct gradebook *gradebook,
			  const struct overview *overview)
{
	text_add(html,
		 "<h2>Exercises</h2>\n<div class=\"wide\" tabindex=\"0\" "
		 "role=\"group\" aria-label=\"Exercises\">\n<table>\n<caption>Points "
		 "on average, and verdicts with how many got them</caption>\n<thead>"
		 "<tr><th scope=\"col\">Exercise</th><th scope=\"col\" "
		 "class=\"number\">Points</th><th scope=\"col\">Verdicts</th></tr>"
		 "</thead>\n<tbody>\n");
	for (size_t i = 0; i < overview->exercise_count; i++)
		add_exercise_row(html, gradebook, overview, i);
	text_add(html, "</tbody>\n</table>\n</div>\n");
}

static void add_mistake(struct text *html, const struct gradebook *gradebook,
			const struct mistake_count *mistake)
{
	text_add_format(html, "<tr><td class=\"number\">%zu</td><td>", mistake->count);
	html_add(html, gradebook_title(gradebook, mistake->exercise));
	text_add(html, "</td><td>");
	marks_page_verdict(html, verdict_name(mistake->kind));
	text_add(html, "</td><td class=\"said\"><b>");
	html_add(html, mistake->words);
	text_add(html, "</b>");
	if (strcmp(mistake->words, mistake->example) != 0) {
		text_add(html, "<br><span class=\"faint\">for instance: ");
		html_add(html, mistake->example);
		text_add(html, "</span>");
	}
	text_add(html, "</td></tr>\n");
}

static void add_mistakes(struct text *html, const struct gradebook *gradebook,
			 const struct overview *overview)
{
	text_add(html, "<h2>The commonest mistakes</h2>\n");
	if (!overview->mistake_count) {
		text_add(html, "<p>Nobody made any.</p>\n");
		return;
	}
	text_add(html, "<div class=\"wide\" tabindex=\"0\" role=\"group\" "
		       "aria-label=\"Mistakes\">\n<table "
		       "class=\"mistakes\">\n<thead><tr><th scope=\"col\" "
		       "class=\"number\">Students</th><th scope=\"col\">Exercise</th>"
		       "<th scope=\"col\">Verdict</th><th scope=\"col\">Mistake</th></tr>"
		       "</thead>\n<tbody>\n");
	for (size_t i = 0; i < overview->mistake_count && i < TOLD_MISTAKES; i++)
		add_mistake(html, gradebook, &overview->mistakes[i]);
	text_add(html, "</tbody>\n</table>\n</div>\n");
}

/* A key holds % where a byte is no letter: in an address that is %25. */
static void add_link(struct text *html, const char *key)
{
	text_add(html, "<a href=\"#student-");
	for (const char *at = key; *at; at++)
		text_add_format(html, *at == '%' ? "%%25" : "%c", *at);
	text_add(html, "\">");
}

static void add_overlooked(struct text *html, const struct overview *overview)
{
	if (!overview->overlooked_count)
		return;
	text_add_format(html,
			"<h2>Please look</h2>\n<p class=\"faint\">%zu of the students "
			"miss an exercise and handed in files that do not count, or are "
			"not in the roster, or were graded by a file of another name."
			"</p>\n"
			"<div class=\"wide\" tabindex=\"0\" role=\"group\" "
			"aria-label=\"Please look\">\n<table>\n<thead><tr>"
			"<th scope=\"col\">Student</th><th scope=\"col\">What there is"
			"</th></tr></thead>\n<tbody>\n",
			overview->overlooked_count);
	for (size_t i = 0; i < overview->overlooked_kept; i++) {
		text_add(html, "<tr><th scope=\"row\" class=\"name\">");
		add_link(html, overview->overlooked[i].key);
		html_add(html, overview->overlooked[i].student);
		text_add(html, "</a></th><td class=\"said\">");
		html_add(html, overview->overlooked[i].notes);
		text_add(html, "</td></tr>\n");
	}
	if (overview->overlooked_kept < overview->overlooked_count)
		text_add_format(html, "<tr><td></td><td>and %zu more</td></tr>\n",
				overview->overlooked_count - overview->overlooked_kept);
	text_add(html, "</tbody>\n</table>\n</div>\n");
}

/* ---- the students -------------------------------------------------------------------- */

static bool has_more(const struct grade *grade)
{
	if (json_array_size(json_object_get(grade->record, "notes")))
		return true;
	for (size_t i = 0; i < grade->count; i++)
		if (grade->exercises[i].kind != VERDICT_PASS)
			return true;
	return false;
}

static void add_cells(struct text *html, const struct exercise_grade *exercise)
{
	char *earned = points_text(exercise->earned);

	text_add(html, "<td>");
	marks_page_verdict(html, exercise_word(exercise));
	if (exercise->case_count > 1 && exercise->kind != VERDICT_COUNT)
		text_add_format(html, " <span class=\"faint\">%zu/%zu</span>",
				exercise->passed, exercise->case_count);
	text_add_format(html,
			"</td><td class=\"number\" data-number=\"%" PRId64 "\">%s</td>",
			exercise->marked ? exercise->earned : -1,
			exercise->marked ? earned : "–");
	free(earned);
}

static void add_student_row(struct text *html, const struct grade *grade)
{
	char *earned = points_text(grade->earned);

	text_add(html, "<tr><th scope=\"row\" class=\"name\">");
	if (has_more(grade))
		add_link(html, grade->key);
	html_add(html, grade->student);
	text_add(html, has_more(grade) ? "</a></th>" : "</th>");
	for (size_t i = 0; i < grade->count; i++)
		add_cells(html, &grade->exercises[i]);
	text_add_format(html,
			"<td class=\"number\" data-number=\"%" PRId64
			"\"><b>%s</b></td></tr>\n",
			grade->marked ? grade->earned : -1, grade->marked ? earned : "–");
	free(earned);
}

static void add_heads(struct text *html, const struct gradebook *gradebook)
{
	text_add(html,
		 "<h2>Students</h2>\n<div class=\"wide\" tabindex=\"0\" "
		 "role=\"group\" aria-label=\"Students\">\n"
		 "<table id=\"students\">\n<thead><tr><th scope=\"col\">Student</th>");
	for (size_t i = 0; i < gradebook_exercise_count(gradebook); i++) {
		text_add(html, "<th scope=\"col\">");
		html_add(html, gradebook_title(gradebook, i));
		text_add(html, "</th><th scope=\"col\" class=\"number\">Points</th>");
	}
	text_add(html, "<th scope=\"col\" class=\"number\">Together</th></tr></thead>\n"
		       "<tbody>\n");
}

static void write_table(FILE *stream, const struct gradebook *gradebook)
{
	struct text html = { 0 };

	add_heads(&html, gradebook);
	for (size_t i = 0; i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		add_student_row(&html, &grade);
		grade_free(&grade);
		flush(&html, stream);
	}
	text_add(&html, "</tbody>\n</table>\n</div>\n");
	flush(&html, stream);
}

/* ---- each failure -------------------------------------------------------------------- */

/* The picture in a file of its own. Its address, to be freed; NULL: there is none. */
static char *write_picture(const struct gradebook *gradebook, const struct grade *grade,
			   const struct exercise_grade *exercise,
			   const struct case_grade *one, char **error)
{
	const char *svg = text_member(one->entry, "picture");
	struct report_file file;
	struct text address = { 0 };
	char *name;
	bool good;

	if (!*svg)
		return NULL;
	name = text_format("%s-%s-%zu.svg", grade->key, exercise->name, one->number);
	good = report_open(&file, gradebook, "pictures", name, error);
	if (good) {
		fputs(svg, file.stream);
		good = report_close(&file, error);
	}
	text_add(&address, "pictures/");
	for (const char *at = name; *at; at++)
		text_add_format(&address, *at == '%' ? "%%25" : "%c", *at);
	free(name);
	if (good)
		return text_take(&address);
	text_free(&address);
	return NULL;
}

static void add_case(struct text *html, const struct gradebook *gradebook,
		     const struct grade *grade, const struct exercise_grade *exercise,
		     const struct case_grade *one, char **error)
{
	char *name = case_name(one), *address;

	text_add_format(html, "<h3>%s: %s: ", exercise->name, name);
	marks_page_verdict(html, case_word(one));
	text_add(html, "</h3>\n<pre tabindex=\"0\">");
	html_add(html, text_member(one->entry, "feedback"));
	text_add(html, "</pre>\n");
	address = write_picture(gradebook, grade, exercise, one, error);
	if (address)
		marks_page_picture(
			html, address,
			"What each task did when: expected, and below it theirs. "
			"The text above says the same.");
	free(address);
	free(name);
}

/* What was not run in any case has its words from the exercise. */
static void add_whole(struct text *html, const struct exercise_grade *exercise)
{
	const char *feedback = text_member(exercise->entry, "feedback");
	const char *message = text_member(exercise->entry, "message");

	text_add_format(html, "<h3>%s: ", exercise->name);
	marks_page_verdict(html, exercise_word(exercise));
	text_add(html, "</h3>\n");
	if (!*feedback && !*message)
		return;
	text_add(html, "<pre tabindex=\"0\">");
	html_add(html, *feedback && exercise->marked ? feedback : message);
	text_add(html, "</pre>\n");
}

static void add_failure(struct text *html, const struct gradebook *gradebook,
			const struct grade *grade, const struct exercise_grade *exercise,
			char **error)
{
	if (!exercise->marked || !exercise->cases[0].entry) {
		add_whole(html, exercise);
		return;
	}
	for (size_t i = 0; i < exercise->case_count; i++)
		if (exercise->cases[i].entry && exercise->cases[i].kind != VERDICT_PASS)
			add_case(html, gradebook, grade, exercise, &exercise->cases[i],
				 error);
}

static void add_failures(struct text *html, const struct gradebook *gradebook,
			 const struct grade *grade, char **error)
{
	char *mark = marks_page_mark(grade->marked, grade->earned, grade->possible);

	text_add_format(html, "<details id=\"student-%s\">\n<summary><b>", grade->key);
	html_add(html, grade->student);
	text_add_format(html, "</b>: %s</summary>\n", mark);
	marks_page_notes(html, json_object_get(grade->record, "notes"));
	for (size_t i = 0; i < grade->count; i++)
		if (grade->exercises[i].kind != VERDICT_PASS)
			add_failure(html, gradebook, grade, &grade->exercises[i], error);
	text_add(html, "</details>\n");
	free(mark);
}

static void write_failures(FILE *stream, const struct gradebook *gradebook, char **error)
{
	struct text html = { 0 };

	text_add(&html,
		 "<h2>What there is to see</h2>\n<p class=\"faint\">Of each student "
		 "who has not passed everything.</p>\n");
	for (size_t i = 0; !*error && i < gradebook_student_count(gradebook); i++) {
		struct grade grade;

		grade_read(&grade, gradebook, i);
		if (has_more(&grade))
			add_failures(&html, gradebook, &grade, error);
		grade_free(&grade);
		flush(&html, stream);
	}
}

bool report_html(const struct gradebook *gradebook, char **error)
{
	struct overview overview;
	struct report_file file;
	struct text html = { 0 };

	if (!report_open(&file, gradebook, NULL, "index.html", error))
		return false;
	overview_make(&overview, gradebook);
	marks_page_begin(&html, "Marks of a class");
	add_facts(&html, &overview);
	add_distribution(&html, &overview);
	add_exercises(&html, gradebook, &overview);
	add_mistakes(&html, gradebook, &overview);
	add_overlooked(&html, &overview);
	flush(&html, file.stream);
	overview_free(&overview);
	write_table(file.stream, gradebook);
	*error = NULL;
	write_failures(file.stream, gradebook, error);
	marks_page_end(&html, asset_class_script);
	flush(&html, file.stream);
	return report_close(&file, *error ? NULL : error) && !*error;
}
