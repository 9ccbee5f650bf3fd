/* The page of a lesson. See page.h. */
#include <stdlib.h>
#include <string.h>

#include "site/facts_line.h"
#include "site/page.h"
#include "site/prose.h"
#include "web/html.h"

/* ---- before and after ------------------------------------------------------ */

/* The next lesson that can be read, in either direction; takes none of it. */
static struct page_turn turn_to(const struct site *site, size_t lesson, int step)
{
	const struct curriculum *curriculum = site->curriculum;
	struct page_turn turn = { 0 };

	for (size_t i = lesson + (size_t)step; i < curriculum->lesson_count;
	     i += (size_t)step)
		if (!curriculum->lessons[i].error) {
			turn.path = text_format("lessons/%s.html",
						curriculum->lessons[i].name);
			turn.title = curriculum->lessons[i].lesson.title;
			break;
		}
	return turn;
}

static void add_turns(struct page *page, size_t lesson)
{
	struct page_turn before = turn_to(page->site, lesson, -1);
	struct page_turn after = turn_to(page->site, lesson, 1);

	page_turns(page, &before, &after);
	free((char *)before.path);
	free((char *)after.path);
}

/* ---- the head -------------------------------------------------------------- */

static void add_head(struct page *page, const struct lesson *lesson)
{
	struct text *html = &page->html;

	text_add_format(html,
			"<article>\n<header class=\"head\">\n<p class=\"kicker\">"
			"Lesson %d</p>\n<h1>",
			atoi(lesson->name));
	html_add(html, lesson->title);
	text_add_format(html,
			"</h1>\n<dl class=\"facts\">"
			"<div><dt>Takes</dt><dd>%d minutes</dd></div>",
			lesson->minutes);
	facts_line_words(html, "Teaches", lesson->concepts, lesson->concept_count);
	facts_line_links(page, "Needs", lesson->needs, lesson->need_count);
	facts_line_links(page, "Exercises", lesson->exercises, lesson->exercise_count);
	text_add(html, "</dl>\n</header>\n");
}

static void add_contents(struct page *page, const struct prose *prose)
{
	struct text *html = &page->html;

	text_add(html, "<nav class=\"contents\" aria-labelledby=\"contents-title\">"
		       "<h2 id=\"contents-title\">In this lesson</h2>\n<ol>\n");
	for (size_t i = 0; i < prose->headings.count; i++) {
		const struct heading *heading = &prose->headings.headings[i];

		if (heading->level != 2)
			continue;
		text_add(html, "<li><a href=\"#");
		html_add(html, heading->anchor);
		text_add(html, "\">");
		prose_add_inline(html, heading->node);
		text_add(html, "</a></li>\n");
	}
	text_add(html, "</ol></nav>\n");
}

/* ---- the whole ------------------------------------------------------------- */

/* What is behind the title and the list of facts, which the head shows. */
static cmark_node *first_block(const struct document *document)
{
	cmark_node *node = document_title(document);

	node = node ? cmark_node_next(node) : cmark_node_first_child(document->root);
	if (node && cmark_node_get_type(node) == CMARK_NODE_LIST)
		node = cmark_node_next(node);
	return node;
}

static void add_text(struct page *page, struct prose *prose, const struct lesson *lesson)
{
	cmark_node *node = first_block(&lesson->document), *next;

	prose_index(prose, lesson->title, node);
	text_add(&page->html, "<div class=\"text\">\n");
	for (; node; node = next) {
		next = cmark_node_next(node);
		prose_add(prose, node);
	}
	text_add(&page->html, "</div>\n</article>\n");
}

bool lesson_page(struct site *site, size_t index, char **error)
{
	const struct lesson *lesson = &site->curriculum->lessons[index].lesson;
	char *path = text_format("lessons/%s.html", lesson->name);
	struct page page = {
		.site = site,
		.path = path,
		.up = "../",
		.title = lesson->title,
		.kind = "lesson",
	};
	struct prose prose;
	bool good;

	page_begin(&page);
	prose_begin(&prose, &page, &lesson->document);
	prose.lesson = lesson;
	add_head(&page, lesson);
	add_contents(&page, &prose);
	add_text(&page, &prose, lesson);
	page_legend(&page);
	add_turns(&page, index);
	prose_end(&prose);
	good = page_end(&page, error);
	free(path);
	return good;
}
