#include "site/page.h"

#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "text/version.h"
#include "web/html.h"

/* Before anything is drawn, so that no light flashes in the dark. */
static const char early_script[] =
	"<script>try { document.documentElement.dataset.theme = "
	"localStorage.getItem(\"theme\") || \"auto\"; } catch { }</script>\n";

static void add_head(struct page *page)
{
	struct text *html = &page->html;

	text_add(html, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		       "<meta charset=\"utf-8\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width, "
		       "initial-scale=1\">\n<title>");
	html_add(html, page->title);
	if (strcmp(page->title, page->site->name) != 0) {
		text_add(html, " · ");
		html_add(html, page->site->name);
	}
	text_add_format(html,
			"</title>\n<link rel=\"icon\" href=\"data:,\">\n"
			"<link rel=\"stylesheet\" href=\"%sstyle.css\">\n%s",
			page->up, early_script);
	if (strcmp(page->kind, "search") == 0)
		text_add_format(html,
				"<script defer src=\"%ssearch-index.js\"></script>\n",
				page->up);
	text_add_format(html, "<script defer src=\"%sscript.js\"></script>\n</head>\n",
			page->up);
}

/* The page of the search has a field of its own. */
static void add_search(struct page *page)
{
	if (strcmp(page->kind, "search") == 0)
		return;
	text_add_format(&page->html,
			"<form role=\"search\" action=\"%ssearch.html\">"
			"<label class=\"unseen\" for=\"ask\">Search the course</label>"
			"<input type=\"search\" id=\"ask\" name=\"q\" "
			"placeholder=\"Search\" autocomplete=\"off\" "
			"aria-keyshortcuts=\"/\"></form>\n",
			page->up);
}

static void add_top(struct page *page)
{
	struct text *html = &page->html;

	text_add_format(html,
			"<body class=\"%s\">\n<a class=\"skip\" href=\"#main\">"
			"To the text</a>\n<header class=\"top\">\n"
			"<a class=\"name\" href=\"%sindex.html\">",
			page->kind, page->up);
	html_add(html, page->site->name);
	text_add_format(
		html,
		"</a>\n<nav aria-label=\"Course\"><a href=\"%sindex.html#lessons\">"
		"Lessons</a> <a href=\"%ssearch.html\"%s>Index"
		"<span class=\"narrow\"> and search</span></a></nav>\n",
		page->up, page->up,
		strcmp(page->kind, "search") == 0 ? " aria-current=\"page\"" : "");
	add_search(page);
	text_add(html,
		 "<button class=\"theme quiet\" type=\"button\" hidden>Auto</button>\n"
		 "</header>\n<main id=\"main\">\n");
}

void page_begin(struct page *page)
{
	add_head(page);
	add_top(page);
}

static void add_turn(struct page *page, const struct page_turn *turn, const char *rel,
		     const char *word)
{
	if (!turn->path)
		return;
	text_add_format(&page->html, "<a rel=\"%s\" href=\"%s%s\"><span>%s</span> ", rel,
			page->up, turn->path, word);
	html_add(&page->html, turn->title);
	text_add(&page->html, "</a>\n");
}

void page_turns(struct page *page, const struct page_turn *before,
		const struct page_turn *up, const struct page_turn *after)
{
	text_add(&page->html, "<nav class=\"turn\" aria-label=\"Before and after\">\n");
	add_turn(page, before, "prev", "Before");
	add_turn(page, up, "up", "Up");
	add_turn(page, after, "next", "Next");
	text_add(&page->html, "</nav>\n");
}

void page_legend(struct page *page)
{
	if (strstr(page->html.bytes, "class=\"picture\""))
		picture_legend(&page->html);
}

void page_end(struct page *page)
{
	text_add_format(
		&page->html,
		"</main>\n<footer>\n<p>Each output here is that of a real run, on a "
		"clock that the course owns. Made by course " COURSE_VERSION ".%s</p>\n"
		"<p class=\"keys\">Keys: ← and → turn the page, / searches.</p>\n"
		"</footer>\n</body>\n</html>\n",
		page->site->solutions ? " This edition has the solutions in it." : "");
	folder_put(page->site->folder, page->path, page->html.bytes, page->html.length);
	text_free(&page->html);
}
