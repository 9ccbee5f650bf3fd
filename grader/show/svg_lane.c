/* A lane as SVG: what one task did. */
#include <stdlib.h>

#include "show/svg_sheet.h"

enum {
	MARKS_MOST = 2000, /* of one lane: more cannot be told apart */
	STROKE_GAP = 6,    /* in pixels */
	AT_ONCE = 100000,  /* in nanoseconds */
};

#define RAISE  "M0 -7l7 12h-14z"
#define CANCEL "M-5-5l10 10m0-10l-10 10"
#define LAST   "M0-7l6 7l-6 7l-6-7z"
#define KEY_MARK(kind, path)                                                             \
	"<path class=\"" kind "\" transform=\"translate(12 9)\" d=\"" path "\"/>"

const struct sheet_key sheet_keys[] = {
	{ "<line class=\"stroke\" x1=\"12\" x2=\"12\" y1=\"2\" y2=\"16\"/>", "runs" },
	{ "<line class=\"ready\" x1=\"0\" x2=\"24\" y1=\"9\" y2=\"9\"/>",
	  "could run, is not let" },
	{ "<rect class=\"wait\" x=\"1\" y=\"3\" width=\"22\" height=\"12\" rx=\"3\"/>",
	  "waits" },
	{ "<path class=\"with\" d=\"M1 5v6h22v-6\"/>", "is inside a with" },
	{ "<rect class=\"block\" x=\"1\" y=\"3\" width=\"22\" height=\"12\" rx=\"3\"/>",
	  "blocks everything" },
	{ "<circle class=\"yield\" cx=\"12\" cy=\"9\" r=\"4.5\"/>", "yields" },
	{ KEY_MARK("raise", RAISE), "raises" },
	{ KEY_MARK("cancel", CANCEL), "is cancelled" },
	{ KEY_MARK("last", LAST), "runs when the program ends" },
	{ "<text class=\"ever\" x=\"4\" y=\"15\">\u221e</text>", "waits for ever" },
	{ "<text class=\"on\" x=\"4\" y=\"14\">\u2192</text>", "is not over" },
	{ "<circle class=\"line\" cx=\"12\" cy=\"9\" r=\"4\"/>", "prints a line" },
	{ "<circle class=\"line\" cx=\"8\" cy=\"9\" r=\"4\"/>"
	  "<text class=\"count\" x=\"14\" y=\"13\">3</text>",
	  "so many lines" },
	{ NULL, NULL },
};

/* Where the bar begins, below the top of its lane. */
static int top_of_bar(const struct sheet *sheet)
{
	return sheet->y + (SHEET_LANE - SHEET_BAR) / 2;
}

static void add_span(struct sheet *sheet, const struct lane *lane, enum span_kind kind,
		     const struct span *span, nanoseconds until, size_t times)
{
	static const char *const classes[] = {
		[SPAN_RUNNING] = "run",
		[SPAN_WAITING] = "wait",
		[SPAN_BLOCKING] = "block",
	};
	double from = sheet_place(sheet, span->from), to = sheet_place(sheet, until);
	bool slim = kind == SPAN_RUNNING;
	struct span whole = *span;

	whole.to = until;
	text_add_format(&sheet->body,
			"<g><rect class=\"%s%s\" x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" "
			"height=\"%d\" rx=\"4\"/>",
			classes[kind], span->open ? " open" : "", from,
			top_of_bar(sheet) + (slim ? SHEET_BAR / 4 : 0),
			to - from > 0.2 ? to - from : 0.2,
			slim ? SHEET_BAR / 2 : SHEET_BAR);
	sheet_title(sheet, span_sentence(kind, &whole, times));
	text_add(&sheet->body, "</g>\n");
	if (kind == SPAN_BLOCKING)
		sheet_label(
			sheet, from, to, top_of_bar(sheet), "loud",
			span_label(lane, kind, span, times, sheet_room(sheet, from, to)));
}

/* The widest piece of a span that no mark stands on. */
static void widest_gap(const struct sheet *sheet, const struct lane *lane, double *from,
		       double *to)
{
	double begin = *from, end = *to, widest = 0;

	for (size_t i = 0; i <= lane->mark_count && i < MARKS_MOST; i++) {
		double x = i < lane->mark_count ? sheet_place(sheet, lane->marks[i].at)
						: end;

		x = x > end ? end : x;
		if (sheet_pixels(sheet, x - begin) > widest + 1) {
			widest = sheet_pixels(sheet, x - begin);
			*from = begin;
			*to = x;
		}
		begin = x > begin ? x : begin;
	}
}

/* After the strokes, which it would else be crossed by. */
static void add_wait_label(struct sheet *sheet, const struct lane *lane,
			   const struct span *first, nanoseconds until, size_t times)
{
	double from = sheet_place(sheet, first->from), to = sheet_place(sheet, until);

	widest_gap(sheet, lane, &from, &to);
	sheet_label(sheet, from, to, top_of_bar(sheet), "label",
		    span_label(lane, SPAN_WAITING, first, times,
			       sheet_room(sheet, from, to)));
}

static void add_waits(struct sheet *sheet, const struct lane *lane, bool labels)
{
	const struct spans *waits = &lane->spans[SPAN_WAITING];
	nanoseconds shortest = sheet->picture->until / 60;
	struct span_group group;

	for (size_t i = 0; i < waits->count; i = group.next) {
		nanoseconds to;

		group = spans_alike(waits, i, shortest);
		to = waits->items[group.last].to;
		if (waits->items[i].from > sheet->picture->until ||
		    to - waits->items[i].from <= shortest / 20)
			continue;
		if (labels)
			add_wait_label(sheet, lane, &waits->items[i], to, group.times);
		else
			add_span(sheet, lane, SPAN_WAITING, &waits->items[i], to,
				 group.times);
	}
}

static void add_solids(struct sheet *sheet, const struct lane *lane, enum span_kind kind)
{
	const struct spans *spans = &lane->spans[kind];
	nanoseconds shortest = kind == SPAN_RUNNING ? sheet->picture->until / 1000 : 0;

	for (size_t i = 0; i < spans->count; i++)
		if (spans->items[i].to - spans->items[i].from > shortest &&
		    spans->items[i].from <= sheet->picture->until)
			add_span(sheet, lane, kind, &spans->items[i], spans->items[i].to,
				 1);
}

/* An instant in which the task ran: a stroke; those too near to be told apart are one. */
static void add_strokes(struct sheet *sheet, const struct lane *lane)
{
	const struct spans *runs = &lane->spans[SPAN_RUNNING];
	double last = -100;

	for (size_t i = 0; i < runs->count; i++) {
		double place = sheet_place(sheet, runs->items[i].from);

		if (sheet_pixels(sheet, place - last) < STROKE_GAP ||
		    runs->items[i].from > sheet->picture->until)
			continue;
		last = place;
		sheet_upright(sheet, place, sheet->y + 4, SHEET_LANE - 8, "stroke");
	}
}

/* What has not ended: for ever, or it is only not seen any more. */
static void add_open_end(struct sheet *sheet, const struct lane *lane, bool stuck)
{
	const struct spans *waits = &lane->spans[SPAN_WAITING];
	const struct span *last = waits->count ? &waits->items[waits->count - 1] : NULL;
	bool is_cut = last && last->to > sheet->picture->until;

	if (!last || (!last->open && !is_cut) || last->from > sheet->picture->until)
		return;
	sheet_words(&sheet->names, sheet_place(sheet, last->to), 4,
		    sheet->y + SHEET_LANE / 2 + (stuck && !is_cut ? 6 : 5),
		    stuck && !is_cut ? "ever" : "on",
		    stuck && !is_cut ? "\u221e" : "\u2192");
}

/* It was made, and another did not let it run. */
static void add_ready(struct sheet *sheet, const struct lane *lane)
{
	double from = sheet_place(sheet, lane->from);
	double to = sheet_place(sheet, lane_began(lane));

	if (sheet_pixels(sheet, to - from) < STROKE_GAP)
		return;
	sheet_upright(sheet, from, sheet->y + 4, SHEET_LANE - 8, "stroke");
	sheet_level(sheet, from, to, sheet->y + SHEET_LANE / 2, "ready");
}

/* Being cancelled is what raises the exception that comes at once. */
static bool is_of_cancel(const struct lane *lane, const struct mark *mark)
{
	for (size_t i = 0; mark->kind == MARK_RAISE && i < lane->mark_count; i++)
		if (lane->marks[i].kind == MARK_CANCEL &&
		    llabs(lane->marks[i].at - mark->at) < AT_ONCE)
			return true;
	return false;
}

/* A cross is of pixels, and so has its place by a box without a size. */
static void add_mark(struct sheet *sheet, const struct mark *mark)
{
	static const struct {
		const char *style, *path;
	} drawn[] = {
		[MARK_RAISE] = { "raise", RAISE },
		[MARK_CANCEL] = { "cancel", CANCEL },
		[MARK_LAST] = { "last", LAST },
	};
	double place = sheet_place(sheet, mark->at);
	int y = sheet->y + SHEET_LANE / 2;

	if (mark->kind == MARK_YIELD)
		text_add_format(&sheet->body,
				"<g><circle class=\"yield\" cx=\"%.2f%%\" cy=\"%d\" "
				"r=\"4.5\"/>",
				place, y);
	else
		text_add_format(&sheet->body,
				"<g><svg overflow=\"visible\" x=\"%.2f%%\" y=\"%d\">"
				"<path class=\"%s\" d=\"%s\"/></svg>",
				place, y, drawn[mark->kind].style,
				drawn[mark->kind].path);
	sheet_title(sheet, mark_sentence(mark));
	text_add(&sheet->body, "</g>\n");
}

static void add_marks(struct sheet *sheet, const struct lane *lane)
{
	for (size_t i = 0; i < lane->mark_count && i < MARKS_MOST; i++)
		if (lane->marks[i].at <= sheet->picture->until &&
		    !is_of_cancel(lane, &lane->marks[i]))
			add_mark(sheet, &lane->marks[i]);
}

static void add_inside(struct sheet *sheet, const struct lane *lane,
		       const struct span *span)
{
	double from = sheet_place(sheet, span->from), to = sheet_place(sheet, span->to);
	int y = sheet->y + (int)span->level * SHEET_WITH_ROW;

	if (sheet_pixels(sheet, to - from) < 2)
		return;
	text_add(&sheet->body, "<g>");
	sheet_upright(sheet, from, y, 6, "with");
	sheet_level(sheet, from, to, y + 6, "with");
	sheet_upright(sheet, to, y, 6, "with");
	sheet_title(sheet, span_sentence(SPAN_INSIDE, span, 1));
	text_add(&sheet->body, "</g>\n");
	sheet_label(sheet, from, to, y + 3, "faint",
		    span_label(lane, SPAN_INSIDE, span, 1, sheet_room(sheet, from, to)));
}

/* The height of its rows for what it is inside of. */
static int insides_height(const struct lane *lane)
{
	return (int)lane->levels * SHEET_WITH_ROW + (lane->levels ? 4 : 0);
}

static void add_insides(struct sheet *sheet, const struct lane *lane)
{
	const struct spans *insides = &lane->spans[SPAN_INSIDE];
	size_t shown = insides->count < MARKS_MOST ? insides->count : MARKS_MOST;

	for (size_t i = 0; i < shown; i++)
		if (insides->items[i].from <= sheet->picture->until)
			add_inside(sheet, lane, &insides->items[i]);
	sheet->y += insides_height(lane);
}

int sheet_lane_height(const struct sheet *sheet, const struct lane *lane)
{
	return SHEET_LANE + (sheet->names_above ? SHEET_NAME_ROW : 0) +
	       insides_height(lane);
}

void sheet_lane(struct sheet *sheet, const struct lane *lane, bool stuck)
{
	sheet_name(sheet, "name", lane->name);
	add_ready(sheet, lane);
	add_waits(sheet, lane, false);
	add_solids(sheet, lane, SPAN_RUNNING);
	add_solids(sheet, lane, SPAN_BLOCKING);
	add_strokes(sheet, lane);
	add_waits(sheet, lane, true);
	add_marks(sheet, lane);
	add_open_end(sheet, lane, stuck);
	sheet->y += SHEET_LANE;
	add_insides(sheet, lane);
}
