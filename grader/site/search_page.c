/* The search: its index as a script, and its page, which is the course's contents
 * and concepts for who reads without scripts. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "site/page.h"
#include "text/file.h"
#include "text/memory.h"
#include "web/html.h"

/* ---- the index ------------------------------------------------------------- */

void search_add(struct site *site, const struct search_entry *entry)
{
	char *url = text_format("%s%s%s", entry->path, *entry->anchor ? "#" : "",
				entry->anchor);
	json_t *made = json_pack("[s,s,s,s,s]", url, entry->title, entry->heading,
				 entry->text, entry->more);
	char *line = made ? json_dumps(made, JSON_COMPACT) : NULL;

	if (line)
		text_add_format(&site->index, "%s%s", site->indexed++ ? ",\n" : "", line);
	free(line);
	json_decref(made);
	free(url);
}

void search_index(struct site *site)
{
	struct text script = { 0 };

	text_add(&script, "window.courseIndex = [\n");
	text_add(&script, site->index.bytes ? site->index.bytes : "");
	text_add(&script, "\n];\n");
	folder_put(site->folder, "search-index.js", script.bytes, script.length);
	text_free(&script);
}

/* ---- concepts -------------------------------------------------------------- */

struct concept {
	const char *name;
	const struct lesson *lesson;
};

static int by_name(const void *one, const void *other)
{
	const struct concept *a = one, *b = other;

	int order = strcasecmp(a->name, b->name);

	return order ? order : strcmp(a->lesson->name, b->lesson->name);
}

static struct concept *concepts_of(const struct curriculum *curriculum, size_t *count)
{
	struct concept *concepts = NULL;

	*count = 0;
	for (size_t i = 0; i < curriculum->lesson_count; i++) {
		const struct lesson *lesson = &curriculum->lessons[i].lesson;

		for (size_t k = 0;
		     !curriculum->lessons[i].error && k < lesson->concept_count; k++) {
			concepts = memory_resize(concepts, *count + 1, sizeof(*concepts));
			concepts[(*count)++] =
				(struct concept){ lesson->concepts[k], lesson };
		}
	}
	if (*count)
		qsort(concepts, *count, sizeof(*concepts), by_name);
	return concepts;
}

static void add_concepts(struct page *page)
{
	size_t count;
	struct concept *concepts = concepts_of(page->site->curriculum, &count);
	struct text *html = &page->html;

	text_add(html, "<section id=\"contents\" aria-labelledby=\"concepts\">"
		       "<h2 id=\"concepts\">Where each concept is taught</h2>\n"
		       "<ul class=\"concepts\">\n");
	for (size_t i = 0; i < count; i++) {
		bool again = i && strcmp(concepts[i].name, concepts[i - 1].name) == 0;

		text_add(html, again ? ", " : i ? "</li>\n<li>" : "<li>");
		if (!again)
			html_add(html, concepts[i].name);
		text_add_format(html, " <a href=\"lessons/%s.html\">",
				concepts[i].lesson->name);
		html_add(html, concepts[i].lesson->title);
		text_add(html, "</a>");
	}
	text_add(html, count ? "</li>\n" : "");
	text_add(html, "</ul></section>\n");
	free(concepts);
}

void search_page(struct site *site)
{
	struct page page = {
		.site = site,
		.path = "search.html",
		.up = "",
		.title = "Index",
		.kind = "search",
	};

	page_begin(&page);
	text_add(&page.html,
		 "<header class=\"head\"><h1>Index</h1></header>\n"
		 "<form role=\"search\" class=\"large\" action=\"search.html\">"
		 "<label for=\"query\">Search lessons and exercises</label>"
		 "<input type=\"search\" id=\"query\" name=\"q\" autocomplete=\"off\">"
		 "</form>\n<noscript><p>The search needs JavaScript; the list below does "
		 "not.</p></noscript>\n<p id=\"found\" role=\"status\"></p>\n"
		 "<ol id=\"results\" role=\"list\"></ol>\n");
	add_concepts(&page);
	page_end(&page);
}
