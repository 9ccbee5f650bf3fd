#include "site/article.h"

#include <stdlib.h>

#include "web/html.h"

/* ---- the two kinds ----------------------------------------------------------- */

static size_t lesson_count(const struct curriculum *curriculum)
{
	return curriculum->lesson_count;
}

static size_t exercise_count(const struct curriculum *curriculum)
{
	return curriculum->exercise_count;
}

static const char *lesson_name(const struct curriculum *curriculum, size_t index)
{
	return curriculum->lessons[index].name;
}

static const char *exercise_name(const struct curriculum *curriculum, size_t index)
{
	return curriculum->exercises[index].name;
}

static const char *lesson_title(const struct curriculum *curriculum, size_t index)
{
	const struct lesson_entry *entry = &curriculum->lessons[index];

	return entry->error ? NULL : entry->lesson.title;
}

static const char *exercise_title(const struct curriculum *curriculum, size_t index)
{
	const struct exercise_entry *entry = &curriculum->exercises[index];

	return entry->error ? NULL : entry->exercise.title;
}

static const struct kind {
	const char *class, *folder, *contents;
	size_t (*count)(const struct curriculum *curriculum);
	const char *(*name)(const struct curriculum *curriculum, size_t index);
	/* NULL: it cannot be read, and so has no page. */
	const char *(*title)(const struct curriculum *curriculum, size_t index);
} kinds[] = {
	[ARTICLE_LESSON] = { "lesson", "lessons", "In this lesson", lesson_count,
			     lesson_name, lesson_title },
	[ARTICLE_EXERCISE] = { "exercise", "exercises", "In this exercise",
			       exercise_count, exercise_name, exercise_title },
};

/* ---- before and after -------------------------------------------------------- */

/* The next one that can be read, in either direction. The path is to be freed. */
static struct page_turn turn_to(const struct article *article, int step)
{
	const struct curriculum *curriculum = article->page.site->curriculum;
	const struct kind *kind = &kinds[article->kind];
	struct page_turn turn = { 0 };

	for (size_t i = article->index + (size_t)step;
	     i < kind->count(curriculum) && !turn.path; i += (size_t)step)
		if (kind->title(curriculum, i))
			turn = (struct page_turn){
				.path = text_format("%s/%s.html", kind->folder,
						    kind->name(curriculum, i)),
				.title = kind->title(curriculum, i),
			};
	return turn;
}

/* ---- the parts ----------------------------------------------------------------- */

void article_begin(struct article *article, struct site *site, enum article_kind kind,
		   size_t index, const struct document *document, const char *kicker)
{
	const struct kind *words = &kinds[kind];

	*article = (struct article){ .kind = kind, .index = index };
	article->path = text_format("%s/%s.html", words->folder,
				    words->name(site->curriculum, index));
	article->page = (struct page){
		.site = site,
		.path = article->path,
		.up = "../",
		.title = words->title(site->curriculum, index),
		.kind = words->class,
	};
	page_begin(&article->page);
	prose_begin(&article->prose, &article->page, document);
	text_add_format(&article->page.html,
			"<article>\n<header class=\"head\">\n<p class=\"kicker\">%s</p>\n"
			"<h1>",
			kicker);
	html_add(&article->page.html, article->page.title);
	text_add(&article->page.html, "</h1>\n<dl class=\"facts\">");
}

void article_contents(struct article *article)
{
	text_add_format(&article->page.html,
			"</dl>\n</header>\n<nav class=\"contents\" "
			"aria-labelledby=\"contents-title\">"
			"<h2 id=\"contents-title\">%s</h2>\n<ol>\n",
			kinds[article->kind].contents);
}

void article_contents_heading(struct article *article, const struct heading *heading)
{
	struct text *html = &article->page.html;

	text_add(html, "<li><a href=\"#");
	html_add(html, heading->anchor);
	text_add(html, "\">");
	prose_add_inline(html, heading->node);
	text_add(html, "</a></li>\n");
}

void article_contents_entry(struct article *article, const char *anchor,
			    const char *title)
{
	text_add_format(&article->page.html, "<li><a href=\"#%s\">%s</a></li>\n", anchor,
			title);
}

void article_text(struct article *article)
{
	text_add(&article->page.html, "</ol></nav>\n<div class=\"text\">\n");
}

cmark_node *article_first_block(const struct document *document)
{
	cmark_node *node = document_title(document);

	node = node ? cmark_node_next(node) : cmark_node_first_child(document->root);
	if (node && cmark_node_get_type(node) == CMARK_NODE_LIST)
		node = cmark_node_next(node);
	return node;
}

void article_end(struct article *article, const struct page_turn *up)
{
	struct page_turn before = turn_to(article, -1), after = turn_to(article, 1);

	text_add(&article->page.html, "</div>\n</article>\n");
	page_legend(&article->page);
	page_turns(&article->page, &before, up, &after);
	prose_end(&article->prose);
	page_end(&article->page);
	free((char *)before.path);
	free((char *)after.path);
	free(article->path);
}
