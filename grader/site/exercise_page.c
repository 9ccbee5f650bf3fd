/* The page of an exercise. See page.h. */
#define _GNU_SOURCE
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/facts.h"
#include "site/article.h"
#include "site/code.h"
#include "site/facts_line.h"
#include "text/file.h"
#include "web/html.h"

static const size_t longest_file = (size_t)1 << 20;

/* ---- the head -------------------------------------------------------------- */

static const struct lesson_entry *lesson_of(const struct site *site,
					    const struct exercise_entry *entry)
{
	const struct curriculum *curriculum = site->curriculum;
	const struct lesson_entry *lesson = entry->lesson < curriculum->lesson_count
						    ? &curriculum->lessons[entry->lesson]
						    : NULL;

	return lesson && !lesson->error ? lesson : NULL;
}

static char *kicker_of(const struct lesson_entry *lesson)
{
	struct text html = { 0 };

	text_add(&html, "Exercise");
	if (lesson) {
		text_add_format(&html, " of <a href=\"../lessons/%s.html\">",
				lesson->name);
		html_add(&html, lesson->lesson.title);
		text_add(&html, "</a>");
	}
	return text_take(&html);
}

static void add_facts(struct page *page, const struct exercise *exercise)
{
	static const char *const kinds[] = {
		[EXERCISE_COMPLETE] = "fill it in",
		[EXERCISE_REPAIR] = "find the mistake",
		[EXERCISE_PREDICT] = "say what it prints, and when",
		[EXERCISE_DESIGN] = "from a blank file",
	};
	const char *kind = exercise_kind_name(exercise->kind);
	struct text *html = &page->html;
	char **concepts, **needs;
	size_t concept_count, need_count;

	text_add_format(html, "<div><dt>%c%s</dt><dd>%s</dd></div>", toupper(*kind),
			kind + 1, kinds[exercise->kind]);
	facts_line_minutes(html, exercise->minutes);
	concepts = words_split(exercise->concepts, &concept_count);
	needs = words_split(exercise->needs, &need_count);
	facts_line_words(html, "About", concepts, concept_count);
	facts_line_links(page, "Needs", needs, need_count);
	words_free(concepts, concept_count);
	words_free(needs, need_count);
}

/* Hints come last, mistakes would tell. */
static bool is_shown(const struct heading *heading)
{
	static const char *const kept[] = { "hints", "mistakes", "where to start" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (strcasecmp(heading->text, kept[i]) == 0)
			return false;
	return heading->level == 2;
}

static size_t steps_of(const struct exercise *exercise)
{
	return exercise->hint_count + (exercise->where_to_start != NULL);
}

static void add_contents(struct article *article, const struct exercise *exercise)
{
	const struct headings *headings = &article->prose.headings;

	article_contents(article);
	for (size_t i = 0; i < headings->count; i++)
		if (is_shown(&headings->headings[i]))
			article_contents_heading(article, &headings->headings[i]);
	if (steps_of(exercise))
		article_contents_entry(article, "hints", "Hints");
	if (article->page.site->solutions)
		article_contents_entry(article, "solution", "The solution");
	if (article->page.site->solutions && exercise->mistake_count)
		article_contents_entry(article, "mistakes", "What goes wrong");
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

/* ---- mistakes --------------------------------------------------------------- */

/* What stands under «Mistakes» is a section for each, in the order of the mistakes. */
static void add_mistake(struct prose *prose, const struct heading *heading)
{
	struct text *html = &prose->page->html;

	text_add(html, "<details class=\"file\"><summary>");
	prose_add_inline(html, heading->node);
	text_add(html, "</summary>\n");
	prose_add_section(prose, heading->node);
	text_add(html, "</details>\n");
}

static void add_mistakes(struct prose *prose, const struct exercise *exercise)
{
	const struct headings *headings = &prose->headings;
	size_t at = 0;

	if (!exercise->mistake_count)
		return;
	text_add(&prose->page->html,
		 "<h2 id=\"mistakes\">What goes wrong</h2>\n"
		 "<p>Known mistakes, the verdict that each gets, and what is said of it."
		 "</p>\n");
	while (at < headings->count &&
	       strcasecmp(headings->headings[at].text, "mistakes") != 0)
		at++;
	for (size_t i = 0; i < exercise->mistake_count && ++at < headings->count; i++)
		add_mistake(prose, &headings->headings[at]);
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
	if (!steps_of(exercise))
		return;
	text_add_format(
		&page->html,
		"<h2 id=\"hints\">Hints</h2>\n<p>A ladder of %zu steps. Take one, and "
		"try again.</p>\n<ol class=\"ladder\">\n",
		steps_of(exercise));
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
	cmark_node *node = article_first_block(prose->document), *next;

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

static void add_section(struct prose *prose, const struct heading *heading, bool predict)
{
	struct page *page = prose->page;

	text_add(&page->html, "<h2 id=\"");
	html_add(&page->html, heading->anchor);
	text_add(&page->html, "\">");
	prose_add_inline(&page->html, heading->node);
	text_add(&page->html, "</h2>\n");
	prose->asks = predict;
	if (strcasecmp(heading->text, "expected output") == 0)
		add_output(prose, heading->node);
	else
		prose_add_section(prose, heading->node);
	if (strcasecmp(heading->text, "files") == 0)
		add_given(page, prose->exercise);
}

static void add_text(struct article *article, const struct exercise *exercise)
{
	const struct headings *headings = &article->prose.headings;
	bool predict = exercise->kind == EXERCISE_PREDICT;

	article_text(article);
	add_task(&article->prose, &predict);
	for (size_t i = 0; i < headings->count; i++)
		if (is_shown(&headings->headings[i]))
			add_section(&article->prose, &headings->headings[i], predict);
	add_hints(&article->page, &article->prose, exercise);
	if (!article->page.site->solutions)
		return;
	add_solution(&article->page, exercise);
	add_mistakes(&article->prose, exercise);
}

void exercise_page(struct site *site, size_t index)
{
	const struct exercise_entry *entry = &site->curriculum->exercises[index];
	const struct exercise *exercise = &entry->exercise;
	const struct lesson_entry *lesson = lesson_of(site, entry);
	char *above = lesson ? text_format("lessons/%s.html", lesson->name) : NULL;
	struct page_turn up = { above ? above : "index.html#lessons",
				lesson ? lesson->lesson.title : "All lessons" };
	char *kicker = kicker_of(lesson);
	struct article article;

	article_begin(&article, site, ARTICLE_EXERCISE, index, &exercise->document,
		      kicker);
	article.prose.exercise = exercise;
	add_facts(&article.page, exercise);
	add_contents(&article, exercise);
	add_text(&article, exercise);
	article_end(&article, &up);
	free(kicker);
	free(above);
}
