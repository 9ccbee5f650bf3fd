/* A lane as text: what one task did. */
#include <stdlib.h>
#include <string.h>

#include "show/text_sheet.h"

enum { WITH_ROWS_MOST = 2 };

static bool is_over(const struct text_sheet *sheet, nanoseconds from)
{
	return from > sheet->picture->until;
}

static bool is_inside(const struct lane *lane, nanoseconds from, nanoseconds to)
{
	const struct spans *insides = &lane->spans[SPAN_INSIDE];

	for (size_t i = 0; i < insides->count && insides->items[i].from <= from; i++)
		if (insides->items[i].to >= to)
			return true;
	return false;
}

/* ---- labels --------------------------------------------------------------- */

static char *label_for(const struct text_sheet *sheet, const struct lane *lane,
		       enum span_kind kind, const struct span *span, size_t times,
		       size_t columns)
{
	return span_label(lane, kind, span, times,
			  (struct label_room){ columns, sheet->terminal->unicode });
}

/* Where the line is free; with a piece of it on both sides, if there is room. */
static void put_label(struct text_sheet *sheet, size_t from, size_t to,
		      const struct lane *lane, enum span_kind kind,
		      const struct span *span, size_t times)
{
	char *longest = span_label(lane, kind, span, times,
				   (struct label_room){ sheet->width, true });
	size_t begin, gap = text_sheet_gap(sheet, from, to, strlen(longest) + 2, &begin);
	char *label = label_for(sheet, lane, kind, span, times, gap > 2 ? gap - 2 : 0);
	size_t off = 1;

	if (!*label) {
		free(label);
		label = label_for(sheet, lane, kind, span, times, gap);
		off = label_columns(label, sheet->terminal->unicode) < gap;
	}
	text_sheet_words(sheet, begin + off, begin + gap, label,
			 kind == SPAN_INSIDE ? STYLE_FAINT : STYLE_PLAIN);
	free(label);
	free(longest);
}

/* ---- waiting -------------------------------------------------------------- */

/* The sign where a span begins: another may end there. */
static void put_begin(struct text_sheet *sheet, size_t column)
{
	enum sign there = sheet->row[column].sign;

	text_sheet_put(sheet, column,
		       there == SIGN_END || there == SIGN_BOTH ? SIGN_BOTH : SIGN_BEGIN,
		       STYLE_PLAIN);
}

static void put_end(struct text_sheet *sheet, size_t column, bool goes_on, bool stuck)
{
	if (!goes_on)
		text_sheet_put(sheet, column, SIGN_END, STYLE_PLAIN);
	else if (stuck)
		text_sheet_put(sheet, column, SIGN_STUCK, STYLE_BAD);
	else
		text_sheet_put(sheet, column, SIGN_ON, STYLE_DOUBT);
}

static void draw_wait(struct text_sheet *sheet, const struct lane *lane,
		      const struct span *first, const struct span *last, bool stuck)
{
	size_t from = text_sheet_column(sheet, first->from);
	size_t to = text_sheet_column(sheet, last->to);
	bool is_cut = is_over(sheet, last->to), goes_on = last->open || is_cut;
	bool inside = is_inside(lane, first->from, last->to);

	if (from == to && !goes_on) {
		if (sheet->row[from].sign == SIGN_NONE)
			text_sheet_put(sheet, from, SIGN_ALONE, STYLE_PLAIN);
		return;
	}
	for (size_t i = from + 1; i < to; i++)
		text_sheet_put(sheet, i, inside ? SIGN_WITHIN : SIGN_WAITS, STYLE_FAINT);
	put_begin(sheet, from);
	put_end(sheet, to, goes_on, stuck && !is_cut);
}

static void label_wait(struct text_sheet *sheet, const struct lane *lane,
		       const struct span *first, const struct span *last, size_t times)
{
	put_label(sheet, text_sheet_column(sheet, first->from) + 1,
		  text_sheet_column(sheet, last->to), lane, SPAN_WAITING, first, times);
}

/* The lines of the waits, or what stands on them. */
static void draw_waits(struct text_sheet *sheet, const struct lane *lane, bool stuck,
		       bool labels)
{
	nanoseconds shortest = sheet->picture->until / (nanoseconds)sheet->width * 4;
	const struct spans *waits = &lane->spans[SPAN_WAITING];
	struct span_group group;

	for (size_t i = 0; i < waits->count; i = group.next) {
		group = spans_alike(waits, i, shortest);
		if (is_over(sheet, waits->items[i].from))
			continue;
		if (labels)
			label_wait(sheet, lane, &waits->items[i],
				   &waits->items[group.last], group.times);
		else
			draw_wait(sheet, lane, &waits->items[i],
				  &waits->items[group.last], stuck);
	}
}

/* ---- what else it does ---------------------------------------------------- */

static void name_block(struct text_sheet *sheet, const struct lane *lane,
		       const struct span *span, size_t from, size_t to)
{
	char *name = to > from + 4 ? label_for(sheet, lane, SPAN_BLOCKING, span, 1,
					       to - from - 3)
				   : NULL;
	size_t columns = name ? label_columns(name, sheet->terminal->unicode) : 0;

	if (columns) {
		text_sheet_put(sheet, from + 1, SIGN_NONE, STYLE_BAD);
		text_sheet_put(sheet, from + 2 + columns, SIGN_NONE, STYLE_BAD);
		text_sheet_words(sheet, from + 2, to, name, STYLE_BAD);
	}
	free(name);
}

/* Running takes time on a real clock only. */
static void draw_solid(struct text_sheet *sheet, const struct lane *lane,
		       enum span_kind kind)
{
	const struct spans *spans = &lane->spans[kind];
	enum sign sign = kind == SPAN_BLOCKING ? SIGN_BLOCKS : SIGN_RUNS;
	enum style style = kind == SPAN_BLOCKING ? STYLE_BAD : STYLE_STRONG;

	for (size_t i = 0; i < spans->count; i++) {
		const struct span *span = &spans->items[i];
		size_t from = text_sheet_column(sheet, span->from);
		size_t to = text_sheet_column(sheet, span->to);

		if (is_over(sheet, span->from) || (kind == SPAN_RUNNING && to < from + 2))
			continue;
		for (size_t j = from; j <= to; j++)
			text_sheet_put(sheet, j, sign, style);
		if (kind == SPAN_BLOCKING)
			name_block(sheet, lane, span, from, to);
	}
}

static void draw_marks(struct text_sheet *sheet, const struct lane *lane)
{
	static const struct {
		enum sign sign;
		enum style style;
	} drawn[] = {
		[MARK_YIELD] = { SIGN_YIELD, STYLE_GOOD },
		[MARK_RAISE] = { SIGN_RAISE, STYLE_BAD },
		[MARK_CANCEL] = { SIGN_CANCEL, STYLE_DOUBT },
		[MARK_LAST] = { SIGN_LAST, STYLE_BAD },
	};

	for (size_t kind = MARK_YIELD; kind <= MARK_LAST; kind++)
		for (size_t i = 0; i < lane->mark_count; i++)
			if (lane->marks[i].kind == kind &&
			    !is_over(sheet, lane->marks[i].at))
				text_sheet_put(
					sheet,
					text_sheet_column(sheet, lane->marks[i].at),
					drawn[kind].sign, drawn[kind].style);
}

/* A task that was made, and could not run yet, since another did not let it. */
static void draw_ready(struct text_sheet *sheet, const struct lane *lane)
{
	nanoseconds began = lane_began(lane);
	size_t from = text_sheet_column(sheet, lane->from);
	size_t to = text_sheet_column(sheet, began);

	if (is_over(sheet, lane->from))
		return;
	text_sheet_put(sheet, from, SIGN_ALONE, STYLE_PLAIN);
	if (to <= from)
		return;
	for (size_t i = from + 1; i < to; i++)
		text_sheet_put(sheet, i, SIGN_READY, STYLE_FAINT);
	text_sheet_put(sheet, to, SIGN_END, STYLE_PLAIN);
}

/* ---- what it is inside of ------------------------------------------------- */

static bool draw_inside(struct text_sheet *sheet, const struct lane *lane,
			const struct span *span)
{
	size_t from = text_sheet_column(sheet, span->from);
	size_t to = text_sheet_column(sheet, span->to);

	if (is_over(sheet, span->from) || to < from + 2)
		return false;
	for (size_t i = from + 1; i < to; i++)
		text_sheet_put(sheet, i, SIGN_FLOOR, STYLE_FAINT);
	text_sheet_put(sheet, from,
		       sheet->row[from].sign == SIGN_NONE ? SIGN_CORNER : SIGN_CORNERS,
		       STYLE_FAINT);
	text_sheet_put(sheet, to,
		       span->open || is_over(sheet, span->to) ? SIGN_ON
							      : SIGN_OTHER_CORNER,
		       STYLE_FAINT);
	put_label(sheet, from + 1, to, lane, SPAN_INSIDE, span, 1);
	return true;
}

/* Those of one level; false: they are too short to be seen. */
static bool draw_level(struct text_sheet *sheet, const struct lane *lane, unsigned level)
{
	const struct spans *insides = &lane->spans[SPAN_INSIDE];
	bool drawn = false;

	for (size_t i = 0; i < insides->count; i++)
		if (insides->items[i].level == level)
			drawn |= draw_inside(sheet, lane, &insides->items[i]);
	return drawn;
}

static void draw_insides(struct text_sheet *sheet, const struct lane *lane)
{
	for (unsigned level = 0; level < lane->levels && level < WITH_ROWS_MOST; level++)
		if (draw_level(sheet, lane, level)) {
			text_sheet_gutter(sheet, level ? "" : "  with", STYLE_FAINT);
			text_sheet_write(sheet);
		}
}

void text_sheet_lane(struct text_sheet *sheet, const struct lane *lane, bool stuck,
		     bool with_rows)
{
	text_sheet_gutter(sheet, lane->name, STYLE_PLAIN);
	draw_ready(sheet, lane);
	draw_waits(sheet, lane, stuck, false);
	draw_solid(sheet, lane, SPAN_RUNNING);
	draw_solid(sheet, lane, SPAN_BLOCKING);
	draw_marks(sheet, lane);
	draw_waits(sheet, lane, stuck, true);
	text_sheet_write(sheet);
	if (with_rows)
		draw_insides(sheet, lane);
}
