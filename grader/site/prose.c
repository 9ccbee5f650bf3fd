#define _GNU_SOURCE
#include "site/prose.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "course/table.h"
#include "site/code.h"
#include "text/file.h"
#include "text/memory.h"
#include "web/colour.h"
#include "web/html.h"

void prose_begin(struct prose *prose, struct page *page, const struct document *document)
{
	*prose = (struct prose){ .page = page, .document = document };
	headings_of(document, &prose->headings);
}

void prose_end(struct prose *prose)
{
	headings_free(&prose->headings);
}

/* ---- links ---------------------------------------------------------------- */

/* The page of an exercise or lesson, from the folder of the site on; NULL: none. */
static char *page_of_name(const struct curriculum *curriculum, const char *name)
{
	size_t exercise = curriculum_find_exercise(curriculum, name);
	size_t lesson = curriculum_find_lesson(curriculum, name);

	if (exercise < curriculum->exercise_count &&
	    !curriculum->exercises[exercise].error)
		return text_format("exercises/%s.html", name);
	if (lesson < curriculum->lesson_count && !curriculum->lessons[lesson].error)
		return text_format("lessons/%s.html", name);
	return NULL;
}

/* Of a document of the course, whose path is whole. */
static char *page_of_document(const struct curriculum *curriculum, const char *path)
{
	char *folder = path_folder(path), *name = memory_copy_text(path_base(path));
	char *page;

	if (strcmp(name, "exercise.md") == 0) {
		page = page_of_name(curriculum, path_base(folder));
	} else if (strcmp(name, "README.md") == 0) {
		char *root = realpath(curriculum->root, NULL);
		bool front = root && (strcmp(folder, root) == 0 ||
				      strcmp(path_base(folder), "lessons") == 0);

		page = front ? memory_copy_text("index.html") : NULL;
		free(root);
	} else {
		name[strcspn(name, ".")] = '\0';
		page = page_of_name(curriculum, name);
	}
	free(name);
	free(folder);
	return page;
}

/* The address of a link, as this page has to say it; NULL: the site has no such page. */
static char *address_of(const struct prose *prose, const char *url)
{
	size_t length = strcspn(url, "#");
	char *folder, *file, *path, *whole, *page, *address = NULL;

	if (!length || strstr(url, "://") || strncmp(url, "mailto:", 7) == 0)
		return memory_copy_text(url);
	folder = path_folder(prose->document->path);
	file = memory_copy_bytes(url, length);
	path = path_join(folder, file);
	whole = realpath(path, NULL);
	page = whole ? page_of_document(prose->page->site->curriculum, whole) : NULL;
	if (page)
		address = text_format("%s%s%s", prose->page->up, page, url + length);
	free(page);
	free(whole);
	free(path);
	free(file);
	free(folder);
	return address;
}

/* A link that leads out of the site to another file of the course is its text. */
static void change_link(const struct prose *prose, cmark_node *link)
{
	const char *url = cmark_node_get_url(link);
	char *address = address_of(prose, url ? url : "");
	cmark_node *child;

	if (address) {
		cmark_node_set_url(link, address);
		free(address);
		return;
	}
	while ((child = cmark_node_first_child(link)))
		cmark_node_insert_before(link, child);
	cmark_node_free(link);
}

/* The name of an exercise or lesson, written as code, leads to it. */
static void link_name(const struct prose *prose, cmark_node *code)
{
	char *page =
		page_of_name(prose->page->site->curriculum, cmark_node_get_literal(code));
	cmark_node *link;
	char *url;

	if (!page || cmark_node_get_type(cmark_node_parent(code)) == CMARK_NODE_LINK ||
	    strcmp(page, prose->page->path) == 0) {
		free(page);
		return;
	}
	link = cmark_node_new(CMARK_NODE_LINK);
	url = text_format("%s%s", prose->page->up, page);
	cmark_node_set_url(link, url);
	free(url);
	free(page);
	cmark_node_replace(code, link);
	cmark_node_append_child(link, code);
}

/* ---- tables --------------------------------------------------------------- */

void prose_add_inline(struct text *html, cmark_node *node)
{
	for (cmark_node *child = cmark_node_first_child(node); child;
	     child = cmark_node_next(child)) {
		char *rendered = cmark_render_html(child, CMARK_OPT_DEFAULT);

		text_add(html, rendered);
		free(rendered);
	}
}

/* A cell of code, in the colours of its column's language. */
static void add_cell_code(struct text *html, cmark_node *cell,
			  enum code_language language)
{
	for (cmark_node *child = cmark_node_first_child(cell); child;
	     child = cmark_node_next(child)) {
		if (cmark_node_get_type(child) == CMARK_NODE_CODE) {
			text_add(html, "<code>");
			colour_add(html, language, cmark_node_get_literal(child));
			text_add(html, "</code>");
		} else {
			char *rendered = cmark_render_html(child, CMARK_OPT_DEFAULT);

			text_add(html, rendered);
			free(rendered);
		}
	}
}

static enum code_language language_of(cmark_node *head)
{
	static const struct {
		const char *head;
		enum code_language language;
	} heads[] = {
		{ "Python", LANGUAGE_PYTHON },
		{ "C", LANGUAGE_C },
		{ "here", LANGUAGE_C },
	};
	char *text = document_text(head);
	enum code_language found = LANGUAGE_NONE;

	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (strcasecmp(heads[i].head, text) == 0)
			found = heads[i].language;
	free(text);
	return found;
}

/* What stands before C is what it mirrors, whatever its head says: «asyncpg». */
static enum code_language language_of_column(const struct table *table, size_t column)
{
	enum code_language language = language_of(table_cell(table, 0, column));

	if (!language && column == 0 && table->columns > 1 &&
	    language_of(table_cell(table, 0, 1)) == LANGUAGE_C)
		return LANGUAGE_PYTHON;
	return language;
}

static void add_cell(struct text *html, const struct table *table, size_t row,
		     size_t column)
{
	static const char *const sides[] = {
		[TABLE_LEFT] = "",
		[TABLE_MIDDLE] = " class=middle",
		[TABLE_RIGHT] = " class=right",
	};
	cmark_node *cell = table_cell(table, row, column);
	bool head = row == 0 && cmark_node_first_child(cell);

	text_add_format(html, head ? "<th scope=col%s>" : "<td%s>",
			sides[table->sides[column]]);
	if (row == 0)
		prose_add_inline(html, cell);
	else
		add_cell_code(html, cell, language_of_column(table, column));
	text_add(html, head ? "</th>" : "</td>");
}

static void add_table(struct text *html, const struct table *table)
{
	bool beside = language_of_column(table, 0) != LANGUAGE_NONE;

	text_add_format(html, "<div class=\"scroll\"><table%s>\n<thead>",
			beside ? " class=beside" : "");
	for (size_t row = 0; row < table->rows; row++) {
		text_add(html, "<tr>");
		for (size_t column = 0; column < table->columns; column++)
			add_cell(html, table, row, column);
		text_add(html, row == 0 ? "</tr></thead>\n<tbody>" : "</tr>\n");
	}
	text_add(html, "</tbody></table></div>\n");
}

/* ---- blocks --------------------------------------------------------------- */

/* Puts HTML of ours into the place of a block. Takes it; returns the new one. */
static cmark_node *put(cmark_node *block, struct text *html)
{
	cmark_node *made = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);

	cmark_node_set_on_enter(made, html->bytes ? html->bytes : "");
	cmark_node_replace(block, made);
	cmark_node_free(block);
	text_free(html);
	return made;
}

static const struct heading *heading_of(const struct prose *prose, cmark_node *node)
{
	for (size_t i = 0; i < prose->headings.count; i++)
		if (prose->headings.headings[i].node == node)
			return &prose->headings.headings[i];
	return NULL;
}

static cmark_node *change_heading(struct prose *prose, cmark_node *node)
{
	const struct heading *heading = heading_of(prose, node);
	int level = cmark_node_get_heading_level(node);
	struct text html = { 0 };

	prose->asks = false;
	text_add_format(&html, "<h%d id=\"", level);
	html_add(&html, heading ? heading->anchor : "");
	text_add(&html, "\">");
	prose_add_inline(&html, node);
	text_add_format(&html, "</h%d>\n", level);
	return put(node, &html);
}

static cmark_node *change_table(cmark_node *node)
{
	struct table table;
	struct text html = { 0 };

	table_take(node, &table);
	add_table(&html, &table);
	table_free(&table);
	return put(node, &html);
}

static cmark_node *change_code(struct prose *prose, cmark_node *node)
{
	struct text html = { 0 };

	code_add_block(prose, node, &html);
	return put(node, &html);
}

static bool ends_in_question(const char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	return length && text[length - 1] == '?';
}

/* «Predict its four lines.»; or a question right above an output. */
static bool leads_to_prediction(cmark_node *paragraph)
{
	cmark_node *next = cmark_node_next(paragraph);
	char *text;
	bool leads;

	if (cmark_node_get_type(cmark_node_parent(paragraph)) != CMARK_NODE_DOCUMENT)
		return false;
	text = document_text(paragraph);
	leads = strstr(text, "Predict") ||
		(next && document_is_block(next, "timed") && ends_in_question(text));
	free(text);
	return leads;
}

/* «**Predict:** …» */
static bool asks_to_predict(cmark_node *paragraph)
{
	cmark_node *first = cmark_node_first_child(paragraph);
	char *text;
	bool asks;

	if (!first || cmark_node_get_type(first) != CMARK_NODE_STRONG)
		return false;
	text = document_text(first);
	asks = strncasecmp(text, "predict", 7) == 0;
	free(text);
	return asks;
}

static cmark_node *change_question(struct prose *prose, cmark_node *node)
{
	struct text html = { 0 };

	prose->asks = true;
	text_add(&html, "<p class=\"ask\">");
	prose_add_inline(&html, node);
	text_add(&html, "</p>\n");
	return put(node, &html);
}

static cmark_node *change(struct prose *prose, cmark_node *node);

static void change_children(struct prose *prose, cmark_node *node)
{
	for (cmark_node *child = cmark_node_first_child(node), *next; child;
	     child = next) {
		next = cmark_node_next(child);
		change(prose, child);
	}
}

static cmark_node *change(struct prose *prose, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LINK: change_link(prose, node); return NULL;
	case CMARK_NODE_CODE: link_name(prose, node); return NULL;
	case CMARK_NODE_CODE_BLOCK: return change_code(prose, node);
	default: break;
	}
	change_children(prose, node);
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING: return change_heading(prose, node);
	case CMARK_NODE_PARAGRAPH:
		if (table_is(node))
			return change_table(node);
		prose->asks = prose->asks || leads_to_prediction(node);
		return asks_to_predict(node) ? change_question(prose, node) : node;
	default: return node;
	}
}

void prose_add(struct prose *prose, cmark_node *block)
{
	char *html = cmark_render_html(change(prose, block), CMARK_OPT_DEFAULT);

	text_add(&prose->page->html, html);
	free(html);
}

void prose_add_section(struct prose *prose, cmark_node *heading)
{
	for (cmark_node *block = document_next(heading, heading), *next; block;
	     block = next) {
		next = document_next(heading, block);
		prose_add(prose, block);
	}
}

/* ---- the index ------------------------------------------------------------ */

/* Hints and mistakes of an exercise would tell what nobody has asked yet. */
static bool tells(const struct prose *prose, const struct heading *heading)
{
	static const char *const names[] = { "hints", "mistakes", "where to start" };

	for (size_t i = 0; prose->exercise && i < sizeof(names) / sizeof(*names); i++)
		if (strcasecmp(heading->text, names[i]) == 0)
			return true;
	return false;
}

/* A section under reading. */
struct indexing {
	struct prose *prose;
	const char *title;
	const struct heading *heading; /* NULL: before the first */
	bool hidden;
	struct text text, tables;
};

static const char *bytes_of(const struct text *text)
{
	return text->bytes ? text->bytes : "";
}

static void end_section(struct indexing *indexing)
{
	const struct heading *heading = indexing->heading;
	struct page *page = indexing->prose->page;
	struct search_entry entry = {
		.path = page->path,
		.anchor = heading ? heading->anchor : "",
		.title = indexing->title,
		.heading = heading ? heading->text : "",
		.text = bytes_of(&indexing->text),
		.more = bytes_of(&indexing->tables),
	};

	if (!indexing->hidden && (*entry.text || heading))
		search_add(page->site, &entry);
	text_free(&indexing->text);
	text_free(&indexing->tables);
}

static void begin_section(struct indexing *indexing, cmark_node *node)
{
	const struct heading *heading = heading_of(indexing->prose, node);

	indexing->heading = heading;
	if (heading && heading->level <= 2)
		indexing->hidden = tells(indexing->prose, heading);
}

static void add_words(struct indexing *indexing, cmark_node *node)
{
	struct text *to = table_is(node) ? &indexing->tables : &indexing->text;
	char *text;

	if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK)
		return;
	if (cmark_node_get_type(node) == CMARK_NODE_LIST) {
		for (cmark_node *item = cmark_node_first_child(node); item;
		     item = cmark_node_next(item))
			add_words(indexing, item);
		return;
	}
	text = document_text(node);
	text_add_format(to, "%s ", text);
	free(text);
}

void prose_index(struct prose *prose, const char *title, cmark_node *first)
{
	struct indexing indexing = { .prose = prose, .title = title };

	for (cmark_node *node = first; node; node = cmark_node_next(node))
		if (cmark_node_get_type(node) == CMARK_NODE_HEADING) {
			end_section(&indexing);
			begin_section(&indexing, node);
		} else {
			add_words(&indexing, node);
		}
	end_section(&indexing);
}
