/* The front page: what this is, a run that plays, a report, and the line of lessons. */
#include <stdlib.h>
#include <string.h>

#include "site/code.h"
#include "site/facts_line.h"
#include "site/page.h"
#include "site/prose.h"
#include "web/html.h"

/* ---- the run --------------------------------------------------------------- */

static size_t lanes_in(const struct play *play)
{
	size_t count = 0;

	for (const char *at = play->picture; at && (at = strstr(at, "class=\"name\""));
	     at++)
		count++;
	return count;
}

/* The first in which tasks are seen beside each other; else the first with any. */
static const struct play *play_to_show(const struct plays *plays)
{
	const struct play *any = NULL;

	for (size_t i = 0; i < plays->count; i++) {
		const struct play *play = &plays->plays[i];
		size_t lanes = play->exhibit->program ? lanes_in(play) : 0;

		if (lanes >= 3)
			return play;
		any = any || !lanes ? any : play;
	}
	return any;
}

static void add_run(struct page *page)
{
	const struct play *play = play_to_show(page->site->plays);
	struct text *html = &page->html;

	if (!play)
		return;
	text_add(html, "<section class=\"shown\" aria-labelledby=\"shown\">\n"
		       "<h2 id=\"shown\">Everything here has its moment</h2>\n"
		       "<p>A program of ");
	text_add_format(html, "<a href=\"lessons/%s.html\">",
			play->exhibit->lesson->name);
	html_add(html, play->exhibit->lesson->title);
	text_add(html, "</a>, as it ran. Play it, stop it, go back.</p>\n");
	code_add_run(html,
		     &(struct code_run){ .caption = play->exhibit->program->name,
					 .output = &play->exhibit->program->expected,
					 .play = play });
	text_add(html, "</section>\n");
	page_legend(page);
}

/* ---- the report ------------------------------------------------------------ */

static void add_report(struct page *page)
{
	const struct play *play = plays_of_mistake(page->site->plays);
	struct text *html = &page->html;

	if (!play || !play->report)
		return;
	text_add(html, "<section aria-labelledby=\"report\">\n"
		       "<h2 id=\"report\">You build it, and are told when</h2>\n<p>");
	text_add_format(html, "<a href=\"exercises/%s.html\">",
			play->exhibit->exercise->name);
	html_add(html, play->exhibit->exercise->title);
	text_add(html, "</a> asks for a program. This is what a wrong one is told, at "
		       "once: its time is a clock's that jumps.</p>\n"
		       "<figure class=\"words terminal\"><pre>$ course check ");
	html_add(html, play->exhibit->exercise->name);
	text_add(html, "\n");
	html_add_terminal(html, play->report);
	text_add(html, "</pre></figure>\n</section>\n");
}

/* ---- the line of lessons --------------------------------------------------- */

static void add_exercises(struct page *page, const struct lesson *lesson)
{
	struct text *html = &page->html;

	if (!lesson->exercise_count)
		return;
	text_add(html, "<ul class=\"exercises\">");
	for (size_t i = 0; i < lesson->exercise_count; i++) {
		const char *title;
		char *path;

		if (!facts_line_find(page->site->curriculum, lesson->exercises[i], &path,
				     &title))
			continue;
		text_add_format(html, "<li><a href=\"%s\">", path);
		html_add(html, title);
		text_add(html, "</a></li>\n");
		free(path);
	}
	text_add(html, "</ul>\n");
}

/* With the moment at which it begins, if one reads without a pause. */
static void add_lesson(struct page *page, const struct lesson *lesson, int begins)
{
	struct text *html = &page->html;

	text_add_format(html,
			"<li id=\"%s\"><span class=\"at\" aria-hidden=\"true\">%d:%02d"
			"</span>\n<h3><a href=\"lessons/%s.html\">",
			lesson->name, begins / 60, begins % 60, lesson->name);
	html_add(html, lesson->title);
	text_add_format(html, "</a></h3>\n<p class=\"about\"><span>%d min</span> ",
			lesson->minutes);
	for (size_t i = 0; i < lesson->concept_count; i++) {
		text_add(html, i ? ", " : "");
		html_add(html, lesson->concepts[i]);
	}
	text_add(html, "</p>\n");
	add_exercises(page, lesson);
	text_add(html, "</li>\n");
}

/* What the page of the lessons says first. */
static void add_introduction(struct page *page)
{
	char *path = text_format("%s/lessons/README.md", page->site->curriculum->root);
	struct document document;
	cmark_node *node;

	if (document_read(&document, path, NULL)) {
		node = document_title(&document);
		node = node ? cmark_node_next(node) : NULL;
		if (node && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
			text_add(&page->html, "<p>");
			prose_add_inline(&page->html, node);
			text_add(&page->html, "</p>\n");
		}
		document_free(&document);
	}
	free(path);
}

static int minutes_of_all(const struct curriculum *curriculum)
{
	int minutes = 0;

	for (size_t i = 0; i < curriculum->lesson_count; i++)
		if (!curriculum->lessons[i].error)
			minutes += curriculum->lessons[i].lesson.minutes;
	return minutes;
}

static void add_lessons(struct page *page)
{
	const struct curriculum *curriculum = page->site->curriculum;
	int begins = 0, all = minutes_of_all(curriculum);
	struct text *html = &page->html;

	text_add(html, "<section aria-labelledby=\"lessons\">\n"
		       "<h2 id=\"lessons\">The lessons</h2>\n");
	add_introduction(page);
	text_add(html, "<ol class=\"course\" role=\"list\">\n");
	for (size_t i = 0; i < curriculum->lesson_count; i++)
		if (!curriculum->lessons[i].error) {
			const struct lesson *lesson = &curriculum->lessons[i].lesson;

			add_lesson(page, lesson, begins);
			begins += lesson->minutes;
		}
	text_add_format(html,
			"<li class=\"end\"><span class=\"at\" aria-hidden=\"true\">"
			"%d:%02d</span> <p class=\"about\">You can build them "
			"all.</p></li>\n</ol>\n</section>\n",
			all / 60, all % 60);
}

/* Exercises that no lesson lists. */
static void add_others(struct page *page)
{
	const struct curriculum *curriculum = page->site->curriculum;
	struct text *html = &page->html;
	size_t count = 0;

	for (size_t i = 0; i < curriculum->exercise_count; i++) {
		const struct exercise_entry *entry = &curriculum->exercises[i];

		if (entry->error || entry->lesson < curriculum->lesson_count)
			continue;
		text_add(html, count++ ? ""
				       : "<h2 id=\"more\">More exercises</h2>\n"
					 "<ul class=\"exercises\">");
		text_add_format(html, "<li><a href=\"exercises/%s.html\">", entry->name);
		html_add(html, entry->exercise.title);
		text_add(html, "</a></li>\n");
	}
	text_add(html, count ? "</ul>\n" : "");
}

/* The script adds a way to where the reader was last. */
static void add_ways_in(struct page *page)
{
	const struct curriculum *curriculum = page->site->curriculum;
	struct text *html = &page->html;
	size_t first = 0;

	while (first < curriculum->lesson_count && curriculum->lessons[first].error)
		first++;
	if (first == curriculum->lesson_count)
		return;
	text_add_format(html, "<p class=\"ways\"><a href=\"lessons/%s.html\">Begin: ",
			curriculum->lessons[first].name);
	html_add(html, curriculum->lessons[first].lesson.title);
	text_add(html, "</a> <a href=\"#lessons\">All lessons</a></p>\n");
}

void front_page(struct site *site)
{
	struct page page = {
		.site = site,
		.path = "index.html",
		.up = "",
		.title = site->name,
		.kind = "front",
	};

	page_begin(&page);
	text_add(&page.html, "<header class=\"head\">\n<h1>");
	html_add(&page.html, site->name);
	text_add(&page.html, "</h1>\n");
	if (*site->about) {
		text_add(&page.html, "<p class=\"about\">");
		html_add(&page.html, site->about);
		text_add(&page.html, "</p>\n");
	}
	add_ways_in(&page);
	text_add(&page.html, "</header>\n");
	add_run(&page);
	add_report(&page);
	add_lessons(&page);
	add_others(&page);
	page_end(&page);
}
