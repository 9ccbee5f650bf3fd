/* Lanes as text: a line for each task, below an axis. See picture.h. */
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

enum {
	MARGIN = 2,
	NAME_WIDEST = 18,
	LANES_MOST = 12, /* of one side */
	WITH_ROWS_MOST = 2,
	WITH_LANES_MOST = 6, /* with more lanes, their bodies have no rows */
	LABEL_NARROWEST = 3,
	TICK_WIDTH = 9,
	LAST_NUMBER = 4, /* what of it stands to the right of the lanes */
};

enum sign {
	SIGN_BEGIN,
	SIGN_END,
	SIGN_BOTH,
	SIGN_ALONE,
	SIGN_ON,
	SIGN_WAITS,
	SIGN_WITHIN,
	SIGN_RUNS,
	SIGN_BLOCKS,
	SIGN_YIELD,
	SIGN_RAISE,
	SIGN_CANCEL,
	SIGN_LINE,
	SIGN_CORNER,
	SIGN_FLOOR,
	SIGN_OTHER_CORNER,
	SIGN_CORNERS,
	SIGN_HERE,
	SIGN_CUT,
	SIGNS,
};

static const char *const signs[SIGNS][2] = {
	[SIGN_BEGIN] = { "|", "├" },   [SIGN_END] = { "|", "┤" },
	[SIGN_BOTH] = { "|", "┼" },    [SIGN_ALONE] = { "|", "│" },
	[SIGN_ON] = { ">", "→" },      [SIGN_WAITS] = { "-", "─" },
	[SIGN_WITHIN] = { "=", "━" },  [SIGN_RUNS] = { "%", "▒" },
	[SIGN_BLOCKS] = { "#", "█" },  [SIGN_YIELD] = { "o", "○" },
	[SIGN_RAISE] = { "!", "!" },   [SIGN_CANCEL] = { "x", "×" },
	[SIGN_LINE] = { "*", "•" },    [SIGN_CORNER] = { "\\", "└" },
	[SIGN_FLOOR] = { "_", "─" },   [SIGN_OTHER_CORNER] = { "/", "┘" },
	[SIGN_CORNERS] = { "|", "┴" }, [SIGN_HERE] = { "^", "▲" },
	[SIGN_CUT] = { "~", "…" },
};

struct cell {
	const char *glyph; /* NULL: the byte */
	char byte;
	enum style style;
};

/* What is being drawn, row by row. */
struct drawing {
	const struct terminal *terminal;
	const struct picture *picture;
	size_t gutter; /* columns before the lanes */
	size_t width;  /* of the lanes; a row is wider by LAST_NUMBER */
	size_t seen;   /* so many of them have been: all, unless it is still going on */
	struct cell *row;
	bool used[SIGNS]; /* somewhere in the picture */
};

/* ---- a row -------------------------------------------------------------- */

static void clear_row(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->width + LAST_NUMBER; i++)
		drawing->row[i] = (struct cell){ NULL, ' ', STYLE_PLAIN };
}

static size_t column_of(const struct drawing *drawing, nanoseconds at)
{
	nanoseconds until = drawing->picture->until;

	if (until <= 0 || at <= 0)
		return 0;
	if (at >= until)
		return drawing->width - 1;
	return (size_t)((double)at / (double)until * (double)(drawing->width - 1) + 0.5);
}

static void put(struct drawing *drawing, size_t column, enum sign sign, enum style style)
{
	drawing->row[column].glyph = signs[sign][drawing->terminal->unicode];
	drawing->row[column].style = style;
}

static void put_text(struct drawing *drawing, size_t column, size_t end, const char *text,
		     enum style style)
{
	for (; *text && column < end; text++, column++)
		drawing->row[column] = (struct cell){ NULL, *text, style };
}

static void note_signs(struct drawing *drawing)
{
	for (size_t i = 0; i < drawing->width; i++)
		for (size_t sign = 0; drawing->row[i].glyph && sign < SIGNS; sign++)
			if (drawing->row[i].glyph ==
			    signs[sign][drawing->terminal->unicode])
				drawing->used[sign] = true;
}

/* What has not been yet is not drawn; a line stands where it is now. */
static void hide_future(struct drawing *drawing)
{
	for (size_t i = drawing->seen; i < drawing->width; i++)
		drawing->row[i] = (struct cell){ NULL, ' ', STYLE_PLAIN };
	if (drawing->seen < drawing->width)
		put(drawing, drawing->seen, SIGN_ALONE, STYLE_DOUBT);
}

static void write_whole_row(struct drawing *drawing)
{
	size_t end = drawing->width + LAST_NUMBER, next;

	while (end > 0 && !drawing->row[end - 1].glyph &&
	       drawing->row[end - 1].byte == ' ')
		end--;
	for (size_t i = 0; i < end; i = next) {
		struct text text = { 0 };

		for (next = i;
		     next < end && drawing->row[next].style == drawing->row[i].style;
		     next++)
			if (drawing->row[next].glyph)
				text_add(&text, drawing->row[next].glyph);
			else
				text_add_bytes(&text, &drawing->row[next].byte, 1);
		terminal_write(drawing->terminal, drawing->row[i].style, text.bytes);
		text_free(&text);
	}
	terminal_write(drawing->terminal, STYLE_PLAIN, "\n");
	clear_row(drawing);
}

static void write_row(struct drawing *drawing)
{
	note_signs(drawing);
	hide_future(drawing);
	write_whole_row(drawing);
}

static void write_gutter(const struct drawing *drawing, const char *name,
			 enum style style)
{
	size_t room = drawing->gutter - MARGIN - 1, width;
	struct text text = { 0 };

	text_add_format(&text, "%*s", MARGIN, "");
	width = visible_add_cut(&text, name, strlen(name), drawing->terminal->unicode,
				SPACES_PLAIN, room);
	text_add_format(&text, "%*s", (int)(room - width + 1), "");
	terminal_write(drawing->terminal, style, text.bytes);
	text_free(&text);
}

/* ---- a lane ------------------------------------------------------------- */

static bool is_inside(const struct lane *lane, nanoseconds from, nanoseconds to)
{
	const struct spans *insides = &lane->spans[SPAN_INSIDE];

	for (size_t i = 0; i < insides->count && insides->items[i].from <= from; i++)
		if (insides->items[i].to >= to)
			return true;
	return false;
}

static bool is_line(const struct drawing *drawing, size_t column)
{
	const char *glyph = drawing->row[column].glyph;

	return glyph == signs[SIGN_WAITS][drawing->terminal->unicode] ||
	       glyph == signs[SIGN_WITHIN][drawing->terminal->unicode] ||
	       glyph == signs[SIGN_FLOOR][drawing->terminal->unicode];
}

/* Puts a label where the line is free: the first place that is wide enough, or
 * the widest. */
static void put_label(struct drawing *drawing, size_t from, size_t to, const char *label,
		      enum style style)
{
	size_t best = 0, best_width = 0, wanted = strlen(label) + 2;
	char *drawn;

	for (size_t i = from, next; i < to && best_width < wanted; i = next + 1) {
		for (next = i; next < to && is_line(drawing, next); next++)
			;
		if (next - i > best_width) {
			best = i;
			best_width = next - i;
		}
	}
	if (!*label || best_width < LABEL_NARROWEST + 2)
		return;
	drawn = label_fit(label, best_width - 2);
	put_text(drawing, best + 1, best + best_width - 1, drawn, style);
	if (strlen(drawn) > best_width - 2)
		put(drawing, best + best_width - 2, SIGN_CUT, style);
	free(drawn);
}

/* The sign where a span begins: another may end there. */
static void put_begin(struct drawing *drawing, size_t column)
{
	const char *there = drawing->row[column].glyph;

	put(drawing, column,
	    there == signs[SIGN_END][drawing->terminal->unicode] ||
			    there == signs[SIGN_BOTH][drawing->terminal->unicode]
		    ? SIGN_BOTH
		    : SIGN_BEGIN,
	    STYLE_PLAIN);
}

static void draw_wait(struct drawing *drawing, const struct lane *lane,
		      const struct span *first, const struct span *last)
{
	size_t from = column_of(drawing, first->from), to = column_of(drawing, last->to);
	bool goes_on = last->open || last->to > drawing->picture->until;
	bool inside = is_inside(lane, first->from, last->to);

	if (from == to && !goes_on) {
		if (!drawing->row[from].glyph)
			put(drawing, from, SIGN_ALONE, STYLE_PLAIN);
		return;
	}
	for (size_t i = from + 1; i < to; i++)
		put(drawing, i, inside ? SIGN_WITHIN : SIGN_WAITS, STYLE_FAINT);
	put_begin(drawing, from);
	put(drawing, to, goes_on ? SIGN_ON : SIGN_END,
	    goes_on ? STYLE_DOUBT : STYLE_PLAIN);
}

static void label_wait(struct drawing *drawing, const struct lane *lane,
		       const struct span *first, const struct span *last, size_t times)
{
	char *label = span_label(lane, SPAN_WAITING, first, times);

	put_label(drawing, column_of(drawing, first->from) + 1,
		  column_of(drawing, last->to), label, STYLE_PLAIN);
	free(label);
}

/* The lines of the waits, or what stands on them. */
static void draw_waits(struct drawing *drawing, const struct lane *lane, bool labels)
{
	nanoseconds shortest = drawing->picture->until / (nanoseconds)drawing->width * 4;
	const struct spans *waits = &lane->spans[SPAN_WAITING];
	struct span_group group;

	for (size_t i = 0; i < waits->count; i = group.next) {
		group = spans_alike(waits, i, shortest);
		if (waits->items[i].from > drawing->picture->until)
			continue;
		if (labels)
			label_wait(drawing, lane, &waits->items[i],
				   &waits->items[group.last], group.times);
		else
			draw_wait(drawing, lane, &waits->items[i],
				  &waits->items[group.last]);
	}
}

/* Running takes time on a real clock only. */
static void draw_solid(struct drawing *drawing, const struct lane *lane,
		       enum span_kind kind)
{
	const struct spans *spans = &lane->spans[kind];
	enum sign sign = kind == SPAN_BLOCKING ? SIGN_BLOCKS : SIGN_RUNS;
	enum style style = kind == SPAN_BLOCKING ? STYLE_BAD : STYLE_STRONG;

	for (size_t i = 0; i < spans->count; i++) {
		const struct span *span = &spans->items[i];
		size_t from = column_of(drawing, span->from);
		size_t to = column_of(drawing, span->to);

		if (span->from > drawing->picture->until ||
		    (kind == SPAN_RUNNING && to < from + 2))
			continue;
		for (size_t j = from; j <= to; j++)
			put(drawing, j, sign, style);
		if (kind == SPAN_BLOCKING && to > from + 3 + strlen(span->words)) {
			drawing->row[from + 1] = (struct cell){ NULL, ' ', style };
			put_text(drawing, from + 2, to, span->words, style);
			drawing->row[from + 2 + strlen(span->words)] =
				(struct cell){ NULL, ' ', style };
		}
	}
}

static void draw_marks(struct drawing *drawing, const struct lane *lane)
{
	static const struct {
		enum sign sign;
		enum style style;
	} drawn[] = {
		[MARK_YIELD] = { SIGN_YIELD, STYLE_GOOD },
		[MARK_RAISE] = { SIGN_RAISE, STYLE_BAD },
		[MARK_CANCEL] = { SIGN_CANCEL, STYLE_DOUBT },
	};

	for (size_t kind = MARK_YIELD; kind <= MARK_CANCEL; kind++)
		for (size_t i = 0; i < lane->mark_count; i++)
			if (lane->marks[i].kind == kind &&
			    lane->marks[i].at <= drawing->picture->until)
				put(drawing, column_of(drawing, lane->marks[i].at),
				    drawn[kind].sign, drawn[kind].style);
}

/* A task that ran, and neither waited nor blocked. */
static void draw_instant(struct drawing *drawing, const struct lane *lane)
{
	if (lane->spans[SPAN_WAITING].count == 0 && lane->from <= drawing->picture->until)
		put(drawing, column_of(drawing, lane->from), SIGN_ALONE, STYLE_PLAIN);
}

static bool draw_inside(struct drawing *drawing, const struct lane *lane,
			const struct span *span)
{
	size_t from = column_of(drawing, span->from), to = column_of(drawing, span->to);
	char *label;

	if (span->from > drawing->picture->until || to < from + 2)
		return false;
	for (size_t i = from + 1; i < to; i++)
		put(drawing, i, SIGN_FLOOR, STYLE_FAINT);
	put(drawing, from, drawing->row[from].glyph ? SIGN_CORNERS : SIGN_CORNER,
	    STYLE_FAINT);
	put(drawing, to, span->open ? SIGN_ON : SIGN_OTHER_CORNER, STYLE_FAINT);
	label = span_label(lane, SPAN_INSIDE, span, 1);
	put_label(drawing, from + 1, to, label, STYLE_FAINT);
	free(label);
	return true;
}

/* Those of one level; false: they are too short to be seen. */
static bool draw_level(struct drawing *drawing, const struct lane *lane, unsigned level)
{
	const struct spans *insides = &lane->spans[SPAN_INSIDE];
	bool drawn = false;

	for (size_t i = 0; i < insides->count; i++)
		if (insides->items[i].level == level)
			drawn |= draw_inside(drawing, lane, &insides->items[i]);
	return drawn;
}

static void draw_insides(struct drawing *drawing, const struct lane *lane)
{
	for (unsigned level = 0; level < lane->levels && level < WITH_ROWS_MOST; level++)
		if (draw_level(drawing, lane, level)) {
			write_gutter(drawing, level ? "" : "  with", STYLE_FAINT);
			write_row(drawing);
		}
}

static void draw_lane(struct drawing *drawing, const struct lane *lane, bool with_rows)
{
	write_gutter(drawing, lane->name, STYLE_PLAIN);
	draw_instant(drawing, lane);
	draw_waits(drawing, lane, false);
	draw_solid(drawing, lane, SPAN_RUNNING);
	draw_solid(drawing, lane, SPAN_BLOCKING);
	draw_marks(drawing, lane);
	draw_waits(drawing, lane, true);
	write_row(drawing);
	if (with_rows)
		draw_insides(drawing, lane);
}

/* ---- a side ------------------------------------------------------------- */

static void put_number(struct drawing *drawing, nanoseconds at, int digits, bool last)
{
	char *number = text_format("%.*f%s", digits, (double)at / 1e9, last ? " s" : "");
	size_t column = column_of(drawing, at), length = strlen(number);

	if (column + length > drawing->width + LAST_NUMBER)
		column = drawing->width + LAST_NUMBER - length;
	put_text(drawing, column, drawing->width + LAST_NUMBER, number, STYLE_FAINT);
	free(number);
}

static void draw_axis(struct drawing *drawing, const char *title)
{
	nanoseconds until = drawing->picture->until;
	int digits;
	nanoseconds step = picture_step(until, drawing->width / TICK_WIDTH, &digits);

	write_gutter(drawing, title, STYLE_STRONG);
	for (nanoseconds at = 0; at <= until; at += step)
		put_number(drawing, at, digits, at + step > until);
	write_whole_row(drawing);
}

static void draw_lines(struct drawing *drawing, const struct lanes *lanes)
{
	if (lanes->result->line_count == 0)
		return;
	write_gutter(drawing, "lines", STYLE_FAINT);
	for (size_t i = 0; i < lanes->result->line_count; i++)
		if (lanes->result->lines[i].at <= drawing->picture->until)
			put(drawing, column_of(drawing, lanes->result->lines[i].at),
			    SIGN_LINE, STYLE_PLAIN);
	write_row(drawing);
}

static void draw_mark(struct drawing *drawing, const struct picture_side *side)
{
	size_t column, length;

	if (side->marked < 0)
		return;
	column = column_of(drawing, side->marked);
	length = strlen(side->mark);
	write_gutter(drawing, "", STYLE_PLAIN);
	put(drawing, column, SIGN_HERE, STYLE_BAD);
	/* Beside it, on the side where there is room. */
	if (column + 2 + length <= drawing->width)
		put_text(drawing, column + 2, drawing->width, side->mark, STYLE_BAD);
	else if (column > length)
		put_text(drawing, column - length - 1, column - 1, side->mark, STYLE_BAD);
	write_row(drawing);
}

static void draw_more(const struct drawing *drawing, const struct lanes *lanes)
{
	size_t more = lanes->count - LANES_MOST;
	char *text = text_format("%*s… and %zu more task%s\n", MARGIN, "", more,
				 more == 1 ? "" : "s");

	terminal_write(drawing->terminal, STYLE_FAINT, text);
	free(text);
}

static void draw_side(struct drawing *drawing, const struct picture_side *side)
{
	const struct lanes *lanes = &side->lanes;

	draw_axis(drawing, side->title);
	for (size_t i = 0; i < lanes->count && i < LANES_MOST; i++)
		draw_lane(drawing, &lanes->lanes[i], lanes->count <= WITH_LANES_MOST);
	if (lanes->count > LANES_MOST)
		draw_more(drawing, lanes);
	draw_lines(drawing, lanes);
	draw_mark(drawing, side);
}

/* ---- the whole ---------------------------------------------------------- */

/* Only what was drawn, and is not plain by itself. */
static void draw_legend(const struct drawing *drawing)
{
	static const struct {
		enum sign sign;
		const char *words;
	} legend[] = {
		{ SIGN_WAITS, "waits" },         { SIGN_WITHIN, "waits inside a with" },
		{ SIGN_RUNS, "runs" },           { SIGN_BLOCKS, "blocks everything" },
		{ SIGN_YIELD, "yields" },        { SIGN_RAISE, "raises" },
		{ SIGN_CANCEL, "is cancelled" }, { SIGN_ON, "goes on" },
		{ SIGN_LINE, "prints" },
	};
	struct text text = { 0 };

	for (size_t i = 0; i < sizeof(legend) / sizeof(*legend); i++)
		if (drawing->used[legend[i].sign])
			text_add_format(&text, "%s%s %s", text.length ? "   " : "",
					signs[legend[i].sign][drawing->terminal->unicode],
					legend[i].words);
	if (text.length) {
		terminal_write(drawing->terminal, STYLE_PLAIN, "\n  ");
		terminal_wrap(drawing->terminal, STYLE_FAINT, MARGIN, text.bytes);
	}
	text_free(&text);
}

static size_t gutter_for(const struct picture *picture)
{
	size_t widest = strlen("expected");

	for (size_t i = 0; i < picture->count; i++)
		for (size_t j = 0; j < picture->sides[i].lanes.count && j < LANES_MOST;
		     j++)
			if (strlen(picture->sides[i].lanes.lanes[j].name) > widest)
				widest = strlen(picture->sides[i].lanes.lanes[j].name);
	return MARGIN + (widest > NAME_WIDEST ? NAME_WIDEST : widest) + 1;
}

static bool has_something(const struct picture *picture)
{
	for (size_t i = 0; i < picture->count; i++)
		if (picture->sides[i].lanes.count ||
		    picture->sides[i].lanes.result->line_count)
			return true;
	return false;
}

void picture_text(const struct terminal *terminal, const struct picture *picture)
{
	picture_text_at(terminal, picture, -1);
}

/* False: there is nothing to be drawn, or it has been said. */
static bool drawing_begin(struct drawing *drawing, nanoseconds now)
{
	const struct picture *picture = drawing->picture;

	if (!has_something(picture))
		return false;
	if (picture->until <= 0) {
		terminal_write(
			drawing->terminal, STYLE_FAINT,
			"\n  It all happened at 0.000: there is no time to be drawn.\n");
		return false;
	}
	drawing->gutter = gutter_for(picture);
	drawing->width = drawing->terminal->columns - drawing->gutter - LAST_NUMBER - 1;
	drawing->seen = now < 0 || now >= picture->until ? drawing->width
							 : column_of(drawing, now);
	drawing->row = memory_new(drawing->width + LAST_NUMBER, sizeof(*drawing->row));
	clear_row(drawing);
	return true;
}

static void draw_sides(struct drawing *drawing, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		terminal_write(drawing->terminal, STYLE_PLAIN, "\n");
		draw_side(drawing, &drawing->picture->sides[i]);
	}
	draw_legend(drawing);
	free(drawing->row);
}

void picture_text_at(const struct terminal *terminal, const struct picture *picture,
		     nanoseconds now)
{
	struct drawing drawing = { .terminal = terminal, .picture = picture };

	if (drawing_begin(&drawing, now))
		draw_sides(&drawing, 0, picture->count);
}

void picture_text_side(const struct terminal *terminal, const struct picture *picture,
		       size_t side)
{
	struct drawing drawing = { .terminal = terminal, .picture = picture };

	if (drawing_begin(&drawing, -1))
		draw_sides(&drawing, side, side + 1);
}
