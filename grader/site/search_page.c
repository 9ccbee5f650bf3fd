/* The search: its index as a script, and its page, which is the course's contents
 * and concepts for who reads without scripts. */
#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "site/page.h"
#include "text/file.h"
#include "text/memory.h"
#include "web/html.h"

enum { EXCERPT = 150 };

/* ---- the index ------------------------------------------------------------- */

static bool is_letter(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

static bool has_word(const char *words, const char *word, size_t length)
{
	while (words && *words) {
		size_t other = strcspn(words, " ");

		if (other == length && strncmp(words, word, length) == 0)
			return true;
		words += other + (words[other] == ' ');
	}
	return false;
}

/* Nobody looks for these; the script passes over them where they are asked for. */
static const char common[] =
	"an and are as at be but by can for from has if in is it its not of "
	"on one or so that the then there they this to was what when "
	"which who will with you your";

/* The next word of a text, in small letters; 0: there is none. */
static size_t next_word(const char **text, char *word, size_t most)
{
	size_t length = 0;

	while (**text && !is_letter(**text))
		++*text;
	for (; is_letter(**text); ++*text)
		if (length < most)
			word[length++] = (char)tolower((unsigned char)**text);
	return length;
}

/* Each word once, but for those that the excerpt has; a lone letter finds nothing. */
static char *words_of(const char *text, const char *excerpt)
{
	struct text words = { 0 }, shown = { 0 };
	char word[64];
	size_t length;

	while ((length = next_word(&excerpt, word, sizeof(word)))) {
		text_add_bytes(&shown, word, length);
		text_add(&shown, " ");
	}
	while ((length = next_word(&text, word, sizeof(word)))) {
		if (length < 2 || has_word(common, word, length) ||
		    has_word(shown.bytes, word, length) ||
		    has_word(words.bytes, word, length))
			continue;
		text_add(&words, words.length ? " " : "");
		text_add_bytes(&words, word, length);
	}
	text_free(&shown);
	return text_take(&words);
}

/* The beginning, up to a word's end. */
static char *excerpt_of(const char *text)
{
	size_t length = strlen(text);
	bool cut = length > EXCERPT;

	if (cut)
		for (length = EXCERPT; length && text[length] != ' '; length--)
			;
	while (length && text[length - 1] == ' ')
		length--;
	return text_format("%.*s%s", (int)length, text, cut ? " …" : "");
}

void search_add(struct site *site, const struct search_entry *entry)
{
	char *url = text_format("%s%s%s", entry->path, *entry->anchor ? "#" : "",
				entry->anchor);
	char *all = text_format("%s %s", entry->text, entry->more), *line;
	char *excerpt = excerpt_of(entry->text), *words = words_of(all, excerpt);
	json_t *made = json_pack("[s,s,s,s,s]", url, entry->title, entry->heading,
				 excerpt, words);

	line = made ? json_dumps(made, JSON_COMPACT) : NULL;
	if (line)
		text_add_format(&site->index, "%s%s", site->indexed++ ? ",\n" : "", line);
	free(line);
	json_decref(made);
	free(words);
	free(excerpt);
	free(all);
	free(url);
}

bool search_index(struct site *site, char **error)
{
	struct text script = { 0 };
	bool good;

	text_add_format(&script, "window.courseCommon = \"%s\";\n", common);
	text_add(&script, "window.courseIndex = [\n");
	text_add(&script, site->index.bytes ? site->index.bytes : "");
	text_add(&script, "\n];\n");
	good = folder_put(site->folder, "search-index.js", script.bytes, script.length,
			  error);
	text_free(&script);
	return good;
}

/* ---- concepts -------------------------------------------------------------- */

struct concept {
	const char *name;
	const struct lesson *lesson;
};

static int by_name(const void *one, const void *other)
{
	const struct concept *a = one, *b = other;

	return strcmp(a->name, b->name);
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
		text_add(html, "<li>");
		html_add(html, concepts[i].name);
		text_add_format(html, " <a href=\"lessons/%s.html\">",
				concepts[i].lesson->name);
		html_add(html, concepts[i].lesson->title);
		text_add(html, "</a></li>\n");
	}
	text_add(html, "</ul></section>\n");
	free(concepts);
}

bool search_page(struct site *site, char **error)
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
	return page_end(&page, error);
}
