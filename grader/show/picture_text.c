/* Lanes as text: a line for each task, below an axis. See picture.h. */
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "show/text_sheet.h"
#include "text/memory.h"
#include "text/text.h"

enum {
	NAME_WIDEST = 18,
	LANES_MOST = 12, /* of one side */
	ROWS_MOST = 14,  /* of one side: with more, bodies have no rows */
	TICK_WIDTH = 9,
	MANY_LINES = 10, /* are no digit */
};

/* ---- what is drawn -------------------------------------------------------- */

static size_t rows_of(const struct lanes *lanes)
{
	size_t rows = lanes->count;

	for (size_t i = 0; i < lanes->count; i++)
		rows += lanes->lanes[i].levels;
	return rows;
}

/* The bodies of with have rows of their own: in all of its sides or in none, so that one
 * can be held against the other. */
static bool has_bodies(const struct picture *picture)
{
	for (size_t i = 0; i < picture->count; i++)
		if (rows_of(&picture->sides[i].lanes) > ROWS_MOST)
			return false;
	return true;
}

/* ---- the axis and the lines ----------------------------------------------- */

static void put_number(struct text_sheet *sheet, nanoseconds at, int digits, bool last)
{
	char *number = text_format("%.*f%s", digits, (double)at / 1e9, last ? " s" : "");
	size_t column = text_sheet_column(sheet, at), length = strlen(number);
	size_t end = sheet->width + SHEET_LAST_NUMBER;

	if (column + length > end)
		column = end > length ? end - length : 0;
	text_sheet_words(sheet, column, end, number, STYLE_FAINT);
	free(number);
}

static void draw_axis(struct text_sheet *sheet, const char *title)
{
	nanoseconds until = sheet->picture->until;
	int digits;
	nanoseconds step = picture_step(until, sheet->width / TICK_WIDTH, &digits);

	text_sheet_gutter(sheet, title, STYLE_STRONG);
	for (nanoseconds at = 0; at <= until; at += step)
		put_number(sheet, at, digits, at + step > until);
	text_sheet_write_whole(sheet);
}

/* One line is a dot; of several in one column it is said how many. */
static void put_lines(struct text_sheet *sheet, size_t column, size_t count)
{
	char digit[] = { (char)('0' + count % MANY_LINES), '\0' };

	if (count == 1)
		text_sheet_put(sheet, column, SIGN_LINE, STYLE_PLAIN);
	else if (count >= MANY_LINES)
		text_sheet_put(sheet, column, SIGN_MORE_LINES, STYLE_PLAIN);
	else if (count) {
		text_sheet_put(sheet, column, SIGN_LINES, STYLE_PLAIN);
		strcpy(sheet->row[column].bytes, digit);
	}
}

static void draw_lines(struct text_sheet *sheet, const struct lanes *lanes)
{
	size_t *counts = memory_new(sheet->width, sizeof(*counts));
	const struct timed_line *line = lanes->result->lines;
	const struct timed_line *end = line + lanes->result->line_count;

	for (; line < end; line++)
		if (picture_has_line(sheet->picture, line))
			counts[text_sheet_column(sheet, line->at)]++;
	for (size_t i = 0; i < sheet->width; i++)
		put_lines(sheet, i, counts[i]);
	free(counts);
	if (lanes->result->line_count) {
		text_sheet_gutter(sheet, "lines", STYLE_FAINT);
		text_sheet_write(sheet);
	}
}

/* Beside its sign, on the side where there is room; else below. */
static void draw_mark(struct text_sheet *sheet, const struct picture_side *side)
{
	size_t column, length;
	bool below;

	if (side->marked < 0)
		return;
	column = text_sheet_column(sheet, side->marked);
	length = strlen(side->mark);
	below = column + 2 + length > sheet->width && column <= length;
	text_sheet_gutter(sheet, "", STYLE_PLAIN);
	text_sheet_put(sheet, column, SIGN_HERE, STYLE_BAD);
	if (column + 2 + length <= sheet->width)
		text_sheet_words(sheet, column + 2, sheet->width, side->mark, STYLE_BAD);
	else if (!below)
		text_sheet_words(sheet, column - length - 1, column - 1, side->mark,
				 STYLE_BAD);
	text_sheet_write(sheet);
	if (!below)
		return;
	text_sheet_gutter(sheet, "", STYLE_PLAIN);
	text_sheet_words(sheet, 0, sheet->width, side->mark, STYLE_BAD);
	text_sheet_write(sheet);
}

/* ---- which lanes ---------------------------------------------------------- */

static bool acts_at(const struct lane *lane, nanoseconds moment)
{
	nanoseconds near = 1000000;

	for (size_t kind = 0; kind < SPAN_KINDS; kind++)
		for (size_t i = 0; i < lane->spans[kind].count; i++)
			if (llabs(lane->spans[kind].items[i].to - moment) < near)
				return true;
	return false;
}

/* How much somebody wants to see it who asks what went wrong. */
static int worth_of(const struct picture_side *side, const struct lane *lane)
{
	if (lane == side->lanes.lanes)
		return 4;
	if (lane->spans[SPAN_BLOCKING].count)
		return 3;
	for (size_t i = 0; i < lane->mark_count; i++)
		if (lane->marks[i].kind != MARK_YIELD)
			return 2;
	return side->marked >= 0 && acts_at(lane, side->marked);
}

/* As many as may be drawn: those that are worth most, of equals the first. */
static size_t choose_lanes(const struct picture_side *side, bool *chosen)
{
	size_t count = 0;

	for (int worth = 4; worth >= 0; worth--)
		for (size_t i = 0; i < side->lanes.count && count < LANES_MOST; i++)
			if (!chosen[i] &&
			    worth_of(side, &side->lanes.lanes[i]) == worth) {
				chosen[i] = true;
				count++;
			}
	return side->lanes.count - count;
}

static void draw_more(const struct text_sheet *sheet, size_t more)
{
	if (more)
		terminal_write_and_free(sheet->terminal, STYLE_FAINT,
					text_format("%*s\u2026 and %zu more task%s\n",
						    SHEET_MARGIN, "", more,
						    more == 1 ? "" : "s"));
}

static void draw_lanes(struct text_sheet *sheet, const struct picture_side *side)
{
	const struct lanes *lanes = &side->lanes;
	bool *chosen = memory_new(lanes->count + 1, sizeof(*chosen));
	bool stuck = lanes->result->end == PROGRAM_DEADLOCK;
	size_t more = choose_lanes(side, chosen);

	for (size_t i = 0; i < lanes->count; i++)
		if (chosen[i])
			text_sheet_lane(sheet, &lanes->lanes[i], stuck,
					has_bodies(sheet->picture));
	draw_more(sheet, more);
	free(chosen);
}

static void draw_side(struct text_sheet *sheet, const struct picture_side *side)
{
	draw_axis(sheet, side->title);
	draw_lanes(sheet, side);
	draw_lines(sheet, &side->lanes);
	draw_mark(sheet, side);
}

/* ---- the legend ----------------------------------------------------------- */

static const struct key {
	enum sign sign;
	enum style style;
	const char *shown; /* NULL: the sign */
	const char *words;
} keys[] = {
	{ SIGN_ALONE, STYLE_PLAIN, NULL, "runs, in no time" },
	{ SIGN_RUNS, STYLE_STRONG, NULL, "runs" },
	{ SIGN_READY, STYLE_FAINT, NULL, "could run, is not let" },
	{ SIGN_WAITS, STYLE_FAINT, NULL, "waits" },
	{ SIGN_WITHIN, STYLE_FAINT, NULL, "waits inside a with" },
	{ SIGN_BLOCKS, STYLE_BAD, NULL, "blocks everything" },
	{ SIGN_YIELD, STYLE_GOOD, NULL, "yields" },
	{ SIGN_RAISE, STYLE_BAD, NULL, "raises" },
	{ SIGN_CANCEL, STYLE_DOUBT, NULL, "is cancelled" },
	{ SIGN_LAST, STYLE_BAD, NULL, "runs when the program ends" },
	{ SIGN_STUCK, STYLE_BAD, NULL, "waits for ever" },
	{ SIGN_ON, STYLE_DOUBT, NULL, "is not over" },
	{ SIGN_LINE, STYLE_PLAIN, NULL, "prints a line" },
	{ SIGN_LINES, STYLE_PLAIN, "2-9", "so many lines" },
	{ SIGN_MORE_LINES, STYLE_PLAIN, NULL, "still more" },
};

/* Only what was drawn. A sign and its words stay on one row. */
static void draw_legend(const struct text_sheet *sheet)
{
	const struct terminal *terminal = sheet->terminal;
	size_t column = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const char *shown = keys[i].shown ? keys[i].shown
						  : text_sheet_sign(sheet, keys[i].sign);
		size_t width = label_columns(shown, true) + 1 + strlen(keys[i].words);

		if (!sheet->used[keys[i].sign])
			continue;
		if (column && column + 3 + width <= terminal->columns) {
			terminal_write(terminal, STYLE_PLAIN, "   ");
			column += 3;
		} else {
			terminal_write(terminal, STYLE_PLAIN, "\n  ");
			column = SHEET_MARGIN;
		}
		terminal_write(terminal, keys[i].style, shown);
		terminal_write(terminal, STYLE_PLAIN, " ");
		terminal_write(terminal, STYLE_FAINT, keys[i].words);
		column += width;
	}
	if (column)
		terminal_write(terminal, STYLE_PLAIN, "\n");
}

/* ---- the whole ------------------------------------------------------------ */

static size_t gutter_for(const struct picture *picture, bool unicode)
{
	size_t widest = strlen("expected");

	for (size_t i = 0; i < picture->count; i++)
		for (size_t j = 0; j < picture->sides[i].lanes.count; j++) {
			const char *name = picture->sides[i].lanes.lanes[j].name;
			size_t width = label_columns(name, unicode);

			widest = width > widest ? width : widest;
		}
	return SHEET_MARGIN + (widest > NAME_WIDEST ? NAME_WIDEST : widest) + 1;
}

static bool has_something(const struct picture *picture)
{
	for (size_t i = 0; i < picture->count; i++)
		if (picture->sides[i].lanes.count ||
		    picture->sides[i].lanes.result->line_count)
			return true;
	return false;
}

/* False: there is nothing to be drawn, or it has been said. */
static bool begin(struct text_sheet *sheet, nanoseconds now)
{
	const struct picture *picture = sheet->picture;

	if (!has_something(picture))
		return false;
	if (picture->until <= 0) {
		terminal_write(
			sheet->terminal, STYLE_FAINT,
			"\n  It all happened at 0.000: there is no time to be drawn.\n");
		return false;
	}
	sheet->gutter = gutter_for(picture, sheet->terminal->unicode);
	sheet->width = sheet->terminal->columns - sheet->gutter - SHEET_LAST_NUMBER - 1;
	sheet->seen = now < 0 || now >= picture->until ? sheet->width
						       : text_sheet_column(sheet, now);
	text_sheet_begin(sheet);
	return true;
}

static void draw_sides(struct text_sheet *sheet, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		terminal_write(sheet->terminal, STYLE_PLAIN, "\n");
		draw_side(sheet, &sheet->picture->sides[i]);
	}
	draw_legend(sheet);
	text_sheet_end(sheet);
}

void picture_text_at(const struct terminal *terminal, const struct picture *picture,
		     nanoseconds now)
{
	struct text_sheet sheet = { .terminal = terminal, .picture = picture };

	if (begin(&sheet, now))
		draw_sides(&sheet, 0, picture->count);
}

void picture_text(const struct terminal *terminal, const struct picture *picture)
{
	picture_text_at(terminal, picture, -1);
}

void picture_text_side(const struct terminal *terminal, const struct picture *picture,
		       size_t side)
{
	struct text_sheet sheet = { .terminal = terminal, .picture = picture };

	if (begin(&sheet, -1))
		draw_sides(&sheet, side, side + 1);
}
