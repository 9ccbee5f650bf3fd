#include "stage/table_sheet.h"

#include <stdlib.h>

#include "stage/inlines.h"
#include "stage/lesson_page.h"
#include "text/memory.h"

enum { GAP = 2, NARROWEST = 6 };

static struct sheet cell_sheet(const struct terminal *terminal, cmark_node *cell,
			       size_t width, enum style style)
{
	struct sheet sheet = { .terminal = terminal };
	struct paragraph paragraph;

	sheet_line(&sheet);
	paragraph = paragraph_begin(&sheet, 0, width);
	inlines_add(&paragraph, cell, style);
	paragraph_end(&paragraph);
	return sheet;
}

static size_t widest_line(const struct sheet *sheet)
{
	size_t widest = 0;

	for (size_t i = 0; i < sheet->count; i++)
		if (sheet->lines[i].columns > widest)
			widest = sheet->lines[i].columns;
	return widest;
}

/* What a column would take if nothing had to be broken. */
static size_t wanted_width(const struct sheet *sheet, const struct table *table,
			   size_t column)
{
	size_t wanted = 1;

	for (size_t row = 0; row < table->rows; row++) {
		struct sheet cell =
			cell_sheet(sheet->terminal, table_cell(table, row, column),
				   (size_t)-1 / 2, STYLE_PLAIN);
		size_t width = widest_line(&cell);

		wanted = width > wanted ? width : wanted;
		sheet_free(&cell);
	}
	return wanted;
}

static size_t total(const size_t *widths, size_t count)
{
	size_t sum = (count - 1) * GAP;

	for (size_t i = 0; i < count; i++)
		sum += widths[i];
	return sum;
}

/* Takes from the widest column, one by one, until the table fits. */
static void shrink(size_t *widths, size_t count, size_t room)
{
	while (total(widths, count) > room) {
		size_t widest = 0;

		for (size_t i = 1; i < count; i++)
			if (widths[i] > widths[widest])
				widest = i;
		if (widths[widest] <= NARROWEST)
			return;
		widths[widest]--;
	}
}

static void begin_line(struct sheet *sheet, size_t indent)
{
	sheet_line(sheet);
	sheet_fill(sheet, indent);
}

static void take_cell_line(struct sheet *sheet, struct sheet *cell, size_t line,
			   size_t column, size_t width, enum table_side side)
{
	size_t there = line < cell->count ? cell->lines[line].columns : 0;
	size_t blanks = there < width ? width - there : 0;

	if (line >= cell->count)
		return;
	sheet_fill(sheet, column + (side == TABLE_RIGHT    ? blanks
				    : side == TABLE_MIDDLE ? blanks / 2
							   : 0));
	sheet_append_line(sheet, cell, line);
}

static void lay_out_row(struct sheet *sheet, const struct table *table, size_t row,
			const size_t *widths, size_t indent)
{
	struct sheet *cells = memory_new(table->columns, sizeof(*cells));
	size_t height = 1;

	for (size_t i = 0; i < table->columns; i++) {
		cells[i] = cell_sheet(sheet->terminal, table_cell(table, row, i),
				      widths[i], row ? STYLE_PLAIN : STYLE_STRONG);
		height = cells[i].count > height ? cells[i].count : height;
	}
	for (size_t line = 0; line < height; line++) {
		size_t column = indent;

		if (line)
			begin_line(sheet, indent);
		for (size_t i = 0; i < table->columns; i++) {
			take_cell_line(sheet, &cells[i], line, column, widths[i],
				       table->sides[i]);
			column += widths[i] + GAP;
		}
	}
	for (size_t i = 0; i < table->columns; i++)
		sheet_free(&cells[i]);
	free(cells);
}

static void lay_out_rule(struct sheet *sheet, const size_t *widths, size_t count,
			 size_t indent)
{
	size_t column = indent;

	begin_line(sheet, indent);
	for (size_t i = 0; i < count; i++) {
		sheet_fill(sheet, column);
		for (size_t j = 0; j < widths[i]; j++)
			sheet_add(sheet, STYLE_FAINT,
				  sheet->terminal->unicode ? "─" : "-");
		column += widths[i] + GAP;
	}
}

void table_lay_out(struct sheet *sheet, const struct table *table, size_t indent)
{
	size_t *widths = memory_new(table->columns, sizeof(*widths));

	for (size_t i = 0; i < table->columns; i++)
		widths[i] = wanted_width(sheet, table, i);
	shrink(widths, table->columns, lesson_page_width(sheet->terminal) - indent);
	for (size_t row = 0; row < table->rows; row++) {
		if (row)
			begin_line(sheet, indent);
		lay_out_row(sheet, table, row, widths, indent);
		if (row == 0)
			lay_out_rule(sheet, widths, table->columns, indent);
	}
	free(widths);
}
