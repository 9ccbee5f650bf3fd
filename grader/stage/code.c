#define _GNU_SOURCE
#include "stage/code.h"

#include <stdlib.h>
#include <string.h>

#include "stage/code_line.h"
#include "course/document.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* Eight would leave little of 80 columns. */
enum { TAB = 4 };

static const enum style styles[] = {
	[CODE_PLAIN] = STYLE_PLAIN,       [CODE_KEYWORD] = STYLE_KEYWORD,
	[CODE_PROTOCOL] = STYLE_PROTOCOL, [CODE_TYPE] = STYLE_TYPE,
	[CODE_STRING] = STYLE_STRING,     [CODE_NUMBER] = STYLE_NUMBER,
	[CODE_COMMENT] = STYLE_COMMENT,   [CODE_DIRECTIVE] = STYLE_KEYWORD,
};

static size_t columns_of(const char *code, size_t length)
{
	struct text drawn = { 0 };
	size_t columns = visible_add(&drawn, code, length, true, SPACES_PLAIN);

	text_free(&drawn);
	return columns;
}

/* Tabs as blanks; they stop where they would in a file of its own. */
static char *without_tabs(const char *code)
{
	struct text text = { 0 };
	size_t column = 0;

	while (*code) {
		size_t length = strcspn(code, "\t\n");

		text_add_bytes(&text, code, length);
		column += columns_of(code, length);
		code += length;
		if (*code == '\t') {
			size_t blanks = TAB - column % TAB;

			text_add_format(&text, "%*s", (int)blanks, "");
			column += blanks;
		} else if (*code == '\n') {
			text_add(&text, "\n");
			column = 0;
		}
		code += *code != '\0';
	}
	return text_take(&text);
}

/* How far in it begins. */
static size_t leading_blanks(const struct code_line *line)
{
	return line->bytes.bytes ? strspn(line->bytes.bytes, " ") : 0;
}

static void place_code(struct code_line *line, struct sheet *sheet, size_t indent)
{
	code_line_place(line, sheet, indent, leading_blanks(line) + TAB);
}

void code_add(struct sheet *sheet, enum code_language language, const char *text,
	      size_t indent)
{
	char *code = without_tabs(text);
	struct code_line line = { 0 };

	for (size_t at = 0, length; code[at]; at += length) {
		enum code_token token = code_token_at(language, code + at, &length);

		for (size_t from = at, part; from < at + length; from += part + 1) {
			size_t left = at + length - from;
			const char *end = memchr(code + from, '\n', left);

			part = end ? (size_t)(end - code) - from : left;
			code_line_add(&line, styles[token], code + from, part);
			if (end) {
				place_code(&line, sheet, indent);
				sheet_line(sheet);
			}
		}
	}
	place_code(&line, sheet, indent);
	free(code);
}

/* «   1.500 | text». What goes on stands below the text. */
static void add_timed_line(struct sheet *sheet, const char *text, size_t length,
			   size_t indent)
{
	const char *bar = memchr(text, '|', length);
	size_t moment = bar ? (size_t)(bar - text) + 1 : 0;
	struct code_line line = { 0 };

	code_line_add(&line, STYLE_FAINT, text, moment);
	code_line_add(&line, STYLE_PLAIN, text + moment, length - moment);
	code_line_place(&line, sheet, indent, moment + TAB - 1);
}

static void add_timed(struct sheet *sheet, const char *text, size_t indent)
{
	char *code = without_tabs(text), *rest = code, *line;

	while ((line = strsep(&rest, "\n"))) {
		add_timed_line(sheet, line, strlen(line), indent);
		if (rest)
			sheet_line(sheet);
	}
	free(code);
}

/* What the course says of a mistake is no code, but words. */
static void add_words(struct sheet *sheet, const char *words, size_t indent)
{
	struct paragraph paragraph;

	sheet_fill(sheet, indent);
	paragraph = paragraph_begin(sheet, indent, sheet->terminal->columns);
	paragraph_add(&paragraph, STYLE_PLAIN, words);
	paragraph_end(&paragraph);
}

void code_lay_out(struct sheet *sheet, cmark_node *block, size_t indent)
{
	const char *literal = cmark_node_get_literal(block);
	size_t length = strlen(literal);
	char *code = memory_copy_bytes(literal,
				       length - (length && literal[length - 1] == '\n'));

	if (document_is_block(block, "timed"))
		add_timed(sheet, code, indent);
	else if (document_is_block(block, "message"))
		add_words(sheet, code, indent);
	else
		code_add(sheet, code_language_of(cmark_node_get_fence_info(block)), code,
			 indent);
	free(code);
}
