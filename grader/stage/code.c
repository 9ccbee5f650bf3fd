#include "stage/code.h"

#include <stdlib.h>
#include <string.h>

#include "course/document.h"
#include "text/code_token.h"
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

/* A piece without line ends: what does not fit goes on below, further in. */
static void add_piece(struct sheet *sheet, enum style style, const char *bytes,
		      size_t length, size_t indent)
{
	if (length)
		sheet_fill(sheet, indent);
	while (length) {
		size_t there = sheet->lines[sheet->count - 1].columns;
		size_t room = sheet->terminal->columns > there
				      ? sheet->terminal->columns - there
				      : 0;
		size_t part = length < room ? length : room;

		if (!part) {
			sheet_line(sheet);
			sheet_fill(sheet, indent + TAB);
			part = length < TAB ? length : TAB;
		}
		while (part < length && ((unsigned char)bytes[part] & 0xc0) == 0x80)
			part++;
		sheet_add_bytes(sheet, style, bytes, part);
		bytes += part;
		length -= part;
	}
}

static void add_lines(struct sheet *sheet, enum style style, const char *bytes,
		      size_t length, size_t indent)
{
	const char *end = bytes + length;

	while (bytes < end) {
		const char *line_end = memchr(bytes, '\n', (size_t)(end - bytes));
		size_t part = (size_t)((line_end ? line_end : end) - bytes);

		add_piece(sheet, style, bytes, part, indent);
		if (line_end)
			sheet_line(sheet);
		bytes += part + (line_end != NULL);
	}
}

static void add_code(struct sheet *sheet, enum code_language language, const char *code,
		     size_t indent)
{
	while (*code) {
		size_t length;
		enum code_token token = code_token_at(language, code, &length);

		add_lines(sheet, styles[token], code, length, indent);
		code += length;
	}
}

/* «   1.500 | text». */
static void add_timed_line(struct sheet *sheet, const char *line, size_t length,
			   size_t indent)
{
	const char *bar = memchr(line, '|', length);
	size_t moment = bar ? (size_t)(bar - line) + 1 : 0;

	add_piece(sheet, STYLE_FAINT, line, moment, indent);
	add_piece(sheet, STYLE_PLAIN, line + moment, length - moment, indent);
}

static void add_timed(struct sheet *sheet, const char *code, size_t indent)
{
	while (*code) {
		size_t length = strcspn(code, "\n");

		add_timed_line(sheet, code, length, indent);
		code += length;
		if (*code++ == '\0')
			return;
		if (*code)
			sheet_line(sheet);
	}
}

void code_lay_out(struct sheet *sheet, cmark_node *block, size_t indent)
{
	char *code = without_tabs(cmark_node_get_literal(block));
	size_t length = strlen(code);

	if (length && code[length - 1] == '\n')
		code[length - 1] = '\0';
	if (document_is_block(block, "timed"))
		add_timed(sheet, code, indent);
	else
		add_code(sheet, code_language_of(cmark_node_get_fence_info(block)), code,
			 indent);
	free(code);
}
