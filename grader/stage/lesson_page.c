#include "stage/lesson_page.h"

#include <stdlib.h>
#include <string.h>

#include "stage/code.h"
#include "stage/inlines.h"
#include "stage/table_sheet.h"
#include "course/table.h"
#include "text/memory.h"
#include "text/text.h"

enum {
	MARGIN = 2,       /* before everything */
	CODE_INDENT = 4,  /* before code, in addition */
	WIDEST = 82,      /* margin and 80 columns */
	DEEPEST_LIST = 6, /* deeper ones are not indented any more */
};

size_t lesson_page_width(const struct terminal *terminal)
{
	return terminal->columns < WIDEST ? terminal->columns : WIDEST;
}

static void lay_out_blocks(struct sheet *sheet, cmark_node *first, size_t indent,
			   bool tight);

/* A paragraph goes on in the line that is begun, at `indent`. */
static void lay_out_paragraph(struct sheet *sheet, cmark_node *node, size_t indent)
{
	struct paragraph paragraph =
		paragraph_begin(sheet, indent, lesson_page_width(sheet->terminal));

	inlines_add(&paragraph, node, STYLE_PLAIN);
	paragraph_end(&paragraph);
}

static char *item_mark(const struct terminal *terminal, cmark_node *list, int number)
{
	if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
		return text_format("%d. ", cmark_node_get_list_start(list) + number);
	return memory_copy_text(terminal->unicode ? "• " : "* ");
}

static void lay_out_list(struct sheet *sheet, cmark_node *list, size_t indent)
{
	bool tight = cmark_node_get_list_tight(list);
	cmark_node *item = cmark_node_first_child(list);

	for (int number = 0; item; item = cmark_node_next(item), number++) {
		char *mark = item_mark(sheet->terminal, list, number);

		if (number) {
			if (!tight)
				sheet_line(sheet);
			sheet_line(sheet);
			sheet_fill(sheet, indent);
		}
		sheet_add(sheet, STYLE_FAINT, mark);
		lay_out_blocks(sheet, cmark_node_first_child(item),
			       indent + (mark[1] == '.' ? strlen(mark) : 2), tight);
		free(mark);
	}
}

static void lay_out_quote(struct sheet *sheet, cmark_node *quote, size_t indent)
{
	struct terminal narrower = *sheet->terminal;
	struct sheet inner = { .terminal = &narrower };

	narrower.columns -= narrower.columns > 4 + indent ? 2 : 0;
	sheet_line(&inner);
	lay_out_blocks(&inner, cmark_node_first_child(quote), 0, false);
	for (size_t i = 0; i < inner.count; i++) {
		if (i) {
			sheet_line(sheet);
			sheet_fill(sheet, indent);
		}
		sheet_add(sheet, STYLE_FAINT, sheet->terminal->unicode ? "│ " : "| ");
		sheet_append_line(sheet, &inner, i);
	}
	sheet_free(&inner);
}

static void lay_out_table(struct sheet *sheet, cmark_node *paragraph, size_t indent)
{
	struct table table;

	table_take(paragraph, &table);
	table_lay_out(sheet, &table, indent);
	table_free(&table);
}

static void lay_out_rule(struct sheet *sheet, size_t indent)
{
	for (size_t i = indent; i < lesson_page_width(sheet->terminal); i++)
		sheet_add(sheet, STYLE_FAINT, sheet->terminal->unicode ? "─" : "-");
}

static void lay_out_block(struct sheet *sheet, cmark_node *node, size_t indent)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
		if (table_is(node))
			lay_out_table(sheet, node, indent);
		else
			lay_out_paragraph(sheet, node, indent);
		break;
	case CMARK_NODE_LIST: lay_out_list(sheet, node, indent); break;
	case CMARK_NODE_BLOCK_QUOTE: lay_out_quote(sheet, node, indent); break;
	case CMARK_NODE_CODE_BLOCK:
		code_lay_out(sheet, node, indent + CODE_INDENT);
		break;
	case CMARK_NODE_THEMATIC_BREAK: lay_out_rule(sheet, indent); break;
	default: lay_out_paragraph(sheet, node, indent); break;
	}
}

/* The first of them goes on in the line that is begun. */
static void lay_out_blocks(struct sheet *sheet, cmark_node *first, size_t indent,
			   bool tight)
{
	for (cmark_node *node = first; node; node = cmark_node_next(node)) {
		if (node != first) {
			if (!tight)
				sheet_line(sheet);
			sheet_line(sheet);
			sheet_fill(sheet, indent);
		}
		lay_out_block(sheet, node, indent);
	}
}

static void lay_out_heading(struct sheet *sheet, cmark_node *node)
{
	int level = cmark_node_get_heading_level(node);
	struct paragraph paragraph =
		paragraph_begin(sheet, MARGIN, lesson_page_width(sheet->terminal));
	char *text = document_text(node);
	const char *rule = sheet->terminal->unicode ? "━" : "=";
	size_t width;

	paragraph_add(&paragraph, level < 3 ? STYLE_HEADING : STYLE_STRONG, text);
	paragraph_end(&paragraph);
	width = sheet->lines[0].columns;
	free(text);
	if (level > 2)
		return;
	if (level == 2)
		rule = sheet->terminal->unicode ? "─" : "-";
	sheet_line(sheet);
	sheet_fill(sheet, MARGIN);
	for (size_t i = MARGIN; i < width; i++)
		sheet_add(sheet, STYLE_FAINT, rule);
}

static struct page_block *add_block(struct lesson_page *page,
				    const struct terminal *terminal)
{
	page->blocks =
		memory_resize(page->blocks, page->count + 1, sizeof(*page->blocks));
	page->blocks[page->count] = (struct page_block){ .sheet.terminal = terminal };
	return &page->blocks[page->count++];
}

/* «c [wrong] NAME.c» and «timed NAME.c …»: whose they are. */
static char *program_name(cmark_node *node, enum page_kind *kind)
{
	const char *info = cmark_node_get_fence_info(node);
	const char *name = strchr(info, ' ');
	bool timed = document_is_block(node, "timed");

	if (!name || !(timed || document_is_block(node, "c")))
		return NULL;
	name++;
	if (!timed && strncmp(name, "wrong ", 6) == 0)
		name += 6;
	if (strncmp(name, "part ", 5) == 0)
		return NULL;
	*kind = timed ? PAGE_OUTPUT : PAGE_PROGRAM;
	return memory_copy_bytes(name, strcspn(name, " "));
}

/* Does the text before an output ask when its lines will come? */
static bool asks_to_predict(cmark_node *node)
{
	cmark_node *before = cmark_node_previous(node);
	char *text;
	bool asks;

	if (!before || cmark_node_get_type(before) != CMARK_NODE_PARAGRAPH)
		return false;
	text = document_text(before);
	asks = strncmp(text, "Predict", strlen("Predict")) == 0;
	free(text);
	return asks;
}

/* A comment of HTML that begins with «note:» is for the presenter. */
static void take_note(struct page_block *block, cmark_node *node)
{
	static const char opening[] = "<!-- note:";
	const char *html = cmark_node_get_literal(node);
	const char *end = strstr(html, "-->");

	block->kind = PAGE_NOTE;
	if (strncmp(html, opening, strlen(opening)) != 0 || !end)
		return;
	html += strlen(opening);
	block->name = memory_copy_bytes(html, (size_t)(end - html));
}

static void describe(struct page_block *block, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		block->kind = PAGE_HEADING;
		block->level = cmark_node_get_heading_level(node);
		block->name = document_text(node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		block->kind = PAGE_CODE;
		block->name = program_name(node, &block->kind);
		block->predicted = block->kind == PAGE_OUTPUT && asks_to_predict(node);
		break;
	case CMARK_NODE_HTML_BLOCK: take_note(block, node); break;
	default: break;
	}
}

static void lay_out_one(struct lesson_page *page, cmark_node *node,
			const struct terminal *terminal)
{
	struct page_block *block = add_block(page, terminal);

	describe(block, node);
	if (block->kind == PAGE_NOTE)
		return;
	sheet_line(&block->sheet);
	if (cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
		sheet_fill(&block->sheet, MARGIN);
	if (block->kind == PAGE_HEADING)
		lay_out_heading(&block->sheet, node);
	else
		lay_out_block(&block->sheet, node, MARGIN);
}

void lesson_page_lay_out(struct lesson_page *page, const struct document *document,
			 const struct terminal *terminal, const char *until)
{
	cmark_node *end = until ? document_section(document, until) : NULL;
	cmark_node *node = cmark_node_first_child(document->root);

	*page = (struct lesson_page){ 0 };
	for (; node && node != end; node = cmark_node_next(node))
		lay_out_one(page, node, terminal);
}

void lesson_page_free(struct lesson_page *page)
{
	for (size_t i = 0; i < page->count; i++) {
		free(page->blocks[i].name);
		sheet_free(&page->blocks[i].sheet);
	}
	free(page->blocks);
	*page = (struct lesson_page){ 0 };
}
