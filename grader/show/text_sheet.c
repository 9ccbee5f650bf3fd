#include "show/text_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

static const char *const signs[SIGNS][2] = {
	[SIGN_NONE] = { " ", " " },    [SIGN_BEGIN] = { "|", "├" },
	[SIGN_END] = { "|", "┤" },     [SIGN_BOTH] = { "|", "┼" },
	[SIGN_ALONE] = { "|", "│" },   [SIGN_ON] = { ">", "→" },
	[SIGN_STUCK] = { "?", "∞" },   [SIGN_READY] = { ".", "·" },
	[SIGN_WAITS] = { "-", "─" },   [SIGN_WITHIN] = { "=", "━" },
	[SIGN_RUNS] = { "%", "▒" },    [SIGN_BLOCKS] = { "#", "█" },
	[SIGN_YIELD] = { "o", "○" },   [SIGN_RAISE] = { "!", "!" },
	[SIGN_CANCEL] = { "x", "×" },  [SIGN_LINE] = { "*", "•" },
	[SIGN_LINES] = { "2", "2" },   [SIGN_MORE_LINES] = { "+", "+" },
	[SIGN_LAST] = { "@", "◆" },    [SIGN_CORNER] = { "\\", "└" },
	[SIGN_FLOOR] = { "_", "─" },   [SIGN_OTHER_CORNER] = { "/", "┘" },
	[SIGN_CORNERS] = { "|", "┴" }, [SIGN_HERE] = { "^", "▲" },
};

const char *text_sheet_sign(const struct text_sheet *sheet, enum sign sign)
{
	return signs[sign][sheet->terminal->unicode];
}

static const struct cell blank = { " ", SIGN_NONE, STYLE_PLAIN };

static void clear_row(struct text_sheet *sheet)
{
	for (size_t i = 0; i < sheet->width + SHEET_LAST_NUMBER; i++)
		sheet->row[i] = blank;
}

void text_sheet_begin(struct text_sheet *sheet)
{
	sheet->row = memory_new(sheet->width + SHEET_LAST_NUMBER, sizeof(*sheet->row));
	clear_row(sheet);
}

void text_sheet_end(struct text_sheet *sheet)
{
	free(sheet->row);
}

size_t text_sheet_column(const struct text_sheet *sheet, nanoseconds at)
{
	nanoseconds until = sheet->picture->until;

	if (until <= 0 || at <= 0)
		return 0;
	if (at >= until)
		return sheet->width - 1;
	return (size_t)((double)at / (double)until * (double)(sheet->width - 1) + 0.5);
}

void text_sheet_put(struct text_sheet *sheet, size_t column, enum sign sign,
		    enum style style)
{
	struct cell *cell = &sheet->row[column];

	*cell = (struct cell){ .sign = sign, .style = style };
	strcpy(cell->bytes, text_sheet_sign(sheet, sign));
}

/* A mark above a letter belongs to its cell. */
static void add_to_cell(struct cell *cell, const char *bytes, size_t size)
{
	size_t length = strlen(cell->bytes);

	if (length + size < sizeof(cell->bytes)) {
		memcpy(cell->bytes + length, bytes, size);
		cell->bytes[length + size] = '\0';
	}
}

void text_sheet_words(struct text_sheet *sheet, size_t column, size_t end,
		      const char *words, enum style style)
{
	size_t length = strlen(words), first = column;

	for (size_t i = 0, size; i < length; i += size) {
		unsigned point = (unsigned char)words[i];
		size_t columns;

		size = utf8_decode(words + i, length - i, &point);
		size = size ? size : 1;
		columns = visible_columns(point);
		if (column + columns > end)
			return;
		if (columns == 0 && column > first)
			add_to_cell(&sheet->row[column - 1], words + i, size);
		for (size_t half = 0; half < columns; half++)
			sheet->row[column + half] = (struct cell){ .style = style };
		if (columns)
			add_to_cell(&sheet->row[column], words + i, size);
		column += columns;
	}
}

static bool is_line(const struct cell *cell)
{
	return cell->sign == SIGN_WAITS || cell->sign == SIGN_WITHIN ||
	       cell->sign == SIGN_FLOOR;
}

size_t text_sheet_gap(const struct text_sheet *sheet, size_t from, size_t to,
		      size_t wanted, size_t *begin)
{
	size_t widest = 0;

	*begin = from;
	for (size_t i = from, next; i < to && widest < wanted; i = next + 1) {
		for (next = i; next < to && is_line(&sheet->row[next]); next++)
			;
		if (next - i > widest) {
			*begin = i;
			widest = next - i;
		}
	}
	return widest;
}

void text_sheet_gutter(const struct text_sheet *sheet, const char *name, enum style style)
{
	struct label_room room = {
		.columns = sheet->gutter - SHEET_MARGIN - 1,
		.unicode = sheet->terminal->unicode,
	};
	char *drawn = lane_name_fit(name, room);
	char *whole = text_format(
		"%*s%s%*s", SHEET_MARGIN, "", drawn,
		(int)(room.columns + 1 - label_columns(drawn, sheet->terminal->unicode)),
		"");

	terminal_write(sheet->terminal, style, whole);
	free(whole);
	free(drawn);
}

/* ---- writing -------------------------------------------------------------- */

static void note_signs(struct text_sheet *sheet)
{
	for (size_t i = 0; i < sheet->width; i++)
		sheet->used[sheet->row[i].sign] = true;
}

/* What has not been yet is not drawn; a line stands where it is now. */
static void hide_future(struct text_sheet *sheet)
{
	if (sheet->seen >= sheet->width)
		return;
	/* Of a wide letter there is all or nothing. */
	if (sheet->seen > 0 && !*sheet->row[sheet->seen].bytes)
		sheet->row[sheet->seen - 1] = blank;
	for (size_t i = sheet->seen; i < sheet->width; i++)
		sheet->row[i] = blank;
	text_sheet_put(sheet, sheet->seen, SIGN_ALONE, STYLE_DOUBT);
}

static bool is_blank(const struct cell *cell)
{
	return strcmp(cell->bytes, " ") == 0;
}

void text_sheet_write_whole(struct text_sheet *sheet)
{
	size_t end = sheet->width + SHEET_LAST_NUMBER, next;

	while (end > 0 && is_blank(&sheet->row[end - 1]))
		end--;
	for (size_t i = 0; i < end; i = next) {
		struct text text = { 0 };

		for (next = i;
		     next < end && sheet->row[next].style == sheet->row[i].style; next++)
			text_add(&text, sheet->row[next].bytes);
		terminal_write_and_free(sheet->terminal, sheet->row[i].style,
					text_take(&text));
	}
	terminal_write(sheet->terminal, STYLE_PLAIN, "\n");
	clear_row(sheet);
}

void text_sheet_write(struct text_sheet *sheet)
{
	note_signs(sheet);
	hide_future(sheet);
	text_sheet_write_whole(sheet);
}
