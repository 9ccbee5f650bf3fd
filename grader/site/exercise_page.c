/* The page of an exercise. See page.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/facts.h"
#include "site/code.h"
#include "site/facts_line.h"
#include "site/page.h"
#include "site/prose.h"
#include "text/file.h"
#include "web/html.h"

static const size_t longest_file = (size_t)1 << 20;

/* ---- before and after ------------------------------------------------------ */

static struct page_turn turn_to(const struct site *site, size_t exercise, int step)
{
	const struct curriculum *curriculum = site->curriculum;
	struct page_turn turn = { 0 };

	for (size_t i = exercise + (size_t)step; i < curriculum->exercise_count;
	     i += (size_t)step)
		if (!curriculum->exercises[i].error) {
			turn.path = text_format("exercises/%s.html",
						curriculum->exercises[i].name);
			turn.title = curriculum->exercises[i].exercise.title;
			break;
		}
	return turn;
}

static void add_turns(struct page *page, size_t exercise)
{
	struct page_turn before = turn_to(page->site, exercise, -1);
	struct page_turn after = turn_to(page->site, exercise, 1);

	page_turns(page, &before, &after);
	free((char *)before.path);
	free((char *)after.path);
}

/* ---- the head -------------------------------------------------------------- */

static void add_lesson_link(struct page *page, const struct exercise_entry *entry)
{
	const struct curriculum *curriculum = page->site->curriculum;
	const struct lesson_entry *lesson = entry->lesson < curriculum->lesson_count
						    ? &curriculum->lessons[entry->lesson]
						    : NULL;

	text_add(&page->html, "<p class=\"kicker\">Exercise");
	if (lesson && !lesson->error) {
		text_add_format(&page->html, " of <a href=\"%slessons/%s.html\">",
				page->up, lesson->name);
		html_add(&page->html, lesson->lesson.title);
		text_add(&page->html, "</a>");
	}
	text_add(&page->html, "</p>\n");
}

static void add_head(struct page *page, const struct exercise_entry *entry)
{
	static const char *const kinds[] = {
		[EXERCISE_COMPLETE] = "fill it in",
		[EXERCISE_REPAIR] = "find the mistake",
		[EXERCISE_PREDICT] = "say what it prints, and when",
		[EXERCISE_DESIGN] = "from a blank file",
	};
	const struct exercise *exercise = &entry->exercise;
	struct text *html = &page->html;
	char **concepts, **needs;
	size_t concept_count, need_count;

	text_add(html, "<article>\n<header class=\"head\">\n");
	add_lesson_link(page, entry);
	text_add(html, "<h1>");
	html_add(html, exercise->title);
	text_add_format(html,
			"</h1>\n<dl class=\"facts\"><div><dt>%c%s</dt><dd>%s</dd></div>"
			"<div><dt>Takes</dt><dd>%d minutes</dd></div>",
			toupper(*exercise_kind_name(exercise->kind)),
			exercise_kind_name(exercise->kind) + 1, kinds[exercise->kind],
			exercise->minutes);
	concepts = words_split(exercise->concepts, &concept_count);
	needs = words_split(exercise->needs, &need_count);
	facts_line_words(html, "About", concepts, concept_count);
	facts_line_links(page, "Needs", needs, need_count);
	words_free(concepts, concept_count);
	words_free(needs, need_count);
	text_add(html, "</dl>\n</header>\n<div class=\"text\">\n");
}

/* ---- files ----------------------------------------------------------------- */

static void add_file(struct page *page, const char *folder, const char *name,
		     const char *note, bool open)
{
	size_t length = strlen(name);
	bool is_source = length > 2 && strcmp(name + length - 2, ".c") == 0;
	char *path = path_join(folder, name);
	char *bytes = file_read(path, longest_file, NULL, NULL);

	if (bytes && *bytes) {
		if (!open) {
			text_add(&page->html, "<details class=\"file\"><summary>");
			html_add(&page->html, name);
			text_add_format(&page->html, ", %s</summary>\n", note);
		}
		code_add_listing(&page->html, open ? name : "", open ? note : "",
				 is_source ? "c" : "", bytes);
		text_add(&page->html, open ? "" : "</details>\n");
	}
	free(bytes);
	free(path);
}

static void add_given(struct page *page, const struct exercise *exercise)
{
	for (size_t i = 0; i < exercise->file_count; i++)
		if (exercise->files[i].kind != FILE_PREDICTION)
			add_file(page, exercise->folder, exercise->files[i].name,
				 "as it is handed out",
				 exercise->kind == EXERCISE_PREDICT);
}

static void add_solution(struct page *page, const struct exercise *exercise)
{
	text_add(&page->html, "<h2 id=\"solution\">The solution</h2>\n"
			      "<p>One of many. Look when you have yours.</p>\n");
	for (size_t i = 0; i < exercise->file_count; i++)
		add_file(page, exercise->solution, exercise->files[i].name,
			 "of the solution", false);
}

/* ---- hints ----------------------------------------------------------------- */

static void begin_rung(struct page *page, const char *title)
{
	text_add(&page->html, "<li><details><summary>");
	html_add(&page->html, title);
	text_add(&page->html, "</summary>\n");
}

static void add_hints(struct page *page, struct prose *prose,
		      const struct exercise *exercise)
{
	if (!exercise->hint_count && !exercise->where_to_start)
		return;
	text_add_format(
		&page->html,
		"<h2 id=\"hints\">Hints</h2>\n<p>A ladder of %zu steps. Take one, and "
		"try again.</p>\n<ol class=\"ladder\">\n",
		exercise->hint_count + (exercise->where_to_start != NULL));
	if (exercise->where_to_start) {
		begin_rung(page, "Where to start");
		text_add(&page->html, "<p>");
		html_add(&page->html, exercise->where_to_start);
		text_add(&page->html, "</p></details></li>\n");
	}
	for (size_t i = 0; i < exercise->hint_count; i++) {
		begin_rung(page, exercise->hints[i].title);
		prose_add_section(prose, exercise->hints[i].heading);
		text_add(&page->html, "</details></li>\n");
	}
	text_add(&page->html, "</ol>\n");
}

/* ---- the document ---------------------------------------------------------- */

static bool mentions(cmark_node *block, const char *word)
{
	char *text = document_text(block);
	bool does = strcasestr(text, word) != NULL;

	free(text);
	return does;
}

/* The task: all between the facts and the first section. */
static void add_task(struct prose *prose, bool *predict)
{
	cmark_node *node = document_title(prose->document), *next;

	node = node ? cmark_node_next(node) : NULL;
	if (node && cmark_node_get_type(node) == CMARK_NODE_LIST)
		node = cmark_node_next(node);
	prose_index(prose, prose->exercise->title, node);
	for (; node && cmark_node_get_type(node) != CMARK_NODE_HEADING; node = next) {
		next = cmark_node_next(node);
		*predict = *predict || mentions(node, "predict");
		prose_add(prose, node);
	}
}

/* The blocks of a section from this one on, as HTML of their own. */
static char *render_rest(struct prose *prose, cmark_node *heading, cmark_node *block)
{
	struct text page = prose->page->html;
	char *rest;

	prose->page->html = (struct text){ 0 };
	for (cmark_node *next; block; block = next) {
		next = document_next(heading, block);
		prose_add(prose, block);
	}
	rest = text_take(&prose->page->html);
	prose->page->html = page;
	return rest;
}

/* What follows the output explains it, and so is hidden with it. */
static void add_expected(struct prose *prose, cmark_node *heading, cmark_node *block)
{
	const struct exercise *exercise = prose->exercise;
	bool asked = prose->asks;
	char *rest = render_rest(prose, heading, document_next(heading, block));
	struct code_run run = {
		.caption = exercise_main_file(exercise)->name,
		.output = &exercise->expected,
		.play = plays_of_exercise(prose->page->site->plays, exercise),
		.asked = asked,
		.more = asked ? rest : NULL,
	};

	code_add_run(&prose->page->html, &run);
	text_add(&prose->page->html, asked ? "" : rest);
	free(rest);
}

static void add_output(struct prose *prose, cmark_node *heading)
{
	struct text *html = &prose->page->html;
	cmark_node *block = document_next(heading, heading), *next;

	for (; block && !document_is_block(block, "timed"); block = next) {
		next = document_next(heading, block);
		prose_add(prose, block);
	}
	if (block)
		add_expected(prose, heading, block);
	text_add(html, "<figure class=\"words\"><figcaption>See whether yours does"
		       "</figcaption><pre>$ course check ");
	html_add(html, prose->exercise->name);
	text_add(html, "</pre></figure>\n");
}

/* Each section but hints, which come last, and mistakes, which would tell. */
static void add_sections(struct page *page, struct prose *prose,
			 const struct exercise *exercise, bool predict)
{
	for (size_t i = 0; i < prose->headings.count; i++) {
		const struct heading *heading = &prose->headings.headings[i];
		const char *name = heading->text;

		if (heading->level != 2 || strcasecmp(name, "hints") == 0 ||
		    strcasecmp(name, "mistakes") == 0 ||
		    strcasecmp(name, "where to start") == 0)
			continue;
		text_add(&page->html, "<h2 id=\"");
		html_add(&page->html, heading->anchor);
		text_add(&page->html, "\">");
		prose_add_inline(&page->html, heading->node);
		text_add(&page->html, "</h2>\n");
		prose->asks = predict;
		if (strcasecmp(name, "expected output") == 0)
			add_output(prose, heading->node);
		else
			prose_add_section(prose, heading->node);
		if (strcasecmp(name, "files") == 0)
			add_given(page, exercise);
	}
}

bool exercise_page(struct site *site, size_t index, char **error)
{
	const struct exercise_entry *entry = &site->curriculum->exercises[index];
	const struct exercise *exercise = &entry->exercise;
	char *path = text_format("exercises/%s.html", exercise->name);
	struct page page = {
		.site = site,
		.path = path,
		.up = "../",
		.title = exercise->title,
		.kind = "exercise",
	};
	bool predict = exercise->kind == EXERCISE_PREDICT, good;
	struct prose prose;

	page_begin(&page);
	prose_begin(&prose, &page, &exercise->document);
	prose.exercise = exercise;
	add_head(&page, entry);
	add_task(&prose, &predict);
	add_sections(&page, &prose, exercise, predict);
	add_hints(&page, &prose, exercise);
	if (site->solutions)
		add_solution(&page, exercise);
	text_add(&page.html, "</div>\n</article>\n");
	page_legend(&page);
	add_turns(&page, index);
	prose_end(&prose);
	good = page_end(&page, error);
	free(path);
	return good;
}
