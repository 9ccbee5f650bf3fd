/* Lanes as an SVG file: needs nothing beside itself. See picture.h. */
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "text/text.h"
#include "text/visible.h"

/* In pixels. */
enum {
	WIDTH = 960,
	GUTTER = 176,
	RIGHT = 28,
	TOP = 50, /* of the sentence below the title */
	SAID_LINE = 18,
	SAID_LINES = 3,
	SAID_LETTERS = 130,
	LANE = 34,
	BAR = 20,
	WITH_ROW = 18,
	AXIS = 30,
	SIDE_GAP = 26,
	LEGEND = 44,
	LETTER = 7, /* of a label, about */
	LANES_MOST = 200,
	MARKS_MOST = 2000, /* of one lane: more cannot be told apart */
	NAME_LETTERS = 21,
	STROKE_GAP = 6,
	LABEL_SHORTEST = 6, /* in letters, if it is cut */
};

struct sheet {
	const struct picture *picture;
	struct text body;
	int y;
};

/* ---- elements ----------------------------------------------------------- */

/* A text of any bytes, as XML. */
static void add_xml(struct text *text, const char *string)
{
	char *seen = visible_copy(string, strlen(string), true, SPACES_PLAIN);

	for (size_t i = 0, size; seen[i]; i += size) {
		unsigned point = 0;

		size = utf8_decode(seen + i, strlen(seen + i), &point);
		size = size ? size : 1;
		if (seen[i] == '&')
			text_add(text, "&amp;");
		else if (seen[i] == '<')
			text_add(text, "&lt;");
		else if (seen[i] == '>')
			text_add(text, "&gt;");
		else if (seen[i] == '"')
			text_add(text, "&quot;");
		else if (point == 0xfffe || point == 0xffff)
			text_add(text, "?");
		else
			text_add_bytes(text, seen + i, size);
	}
	free(seen);
}

static double x_of(const struct sheet *sheet, nanoseconds at)
{
	nanoseconds until = sheet->picture->until;
	double share = until > 0 ? (double)at / (double)until : 0;

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	return GUTTER + share * (WIDTH - GUTTER - RIGHT);
}

static void add_text(struct sheet *sheet, double x, double y, const char *class,
		     const char *words)
{
	text_add_format(&sheet->body, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class,
			x, y);
	add_xml(&sheet->body, words);
	text_add(&sheet->body, "</text>\n");
}

/* What a pointer that rests on it is told. Takes the sentence. */
static void add_title(struct sheet *sheet, char *sentence)
{
	text_add(&sheet->body, "<title>");
	add_xml(&sheet->body, sentence);
	text_add(&sheet->body, "</title>");
	free(sentence);
}

/* A label, cut to the width that there is. Takes the words. */
static void add_label(struct sheet *sheet, double x, double y, const char *class,
		      double width, char *words)
{
	size_t room = width > 2 * LETTER ? (size_t)(width / LETTER) : 0;
	struct text cut = { 0 };

	if (room >= 3 && *words) {
		char *fitting = label_fit(words, room);

		visible_add_cut(&cut, fitting, strlen(fitting), true, SPACES_PLAIN, room);
		/* The beginning of a word is none. */
		if (strlen(fitting) <= room || room >= LABEL_SHORTEST)
			add_text(sheet, x, y, class, cut.bytes);
		free(fitting);
	}
	text_free(&cut);
	free(words);
}

/* ---- a lane ------------------------------------------------------------- */

static void add_span(struct sheet *sheet, const struct lane *lane, enum span_kind kind,
		     const struct span *span, nanoseconds until, size_t times)
{
	static const char *const classes[] = {
		[SPAN_RUNNING] = "run",
		[SPAN_WAITING] = "wait",
		[SPAN_BLOCKING] = "block",
	};
	struct span whole = *span;
	double from = x_of(sheet, span->from), to = x_of(sheet, until);
	double y = sheet->y + (LANE - BAR) / 2.0;

	whole.to = until;
	text_add_format(&sheet->body,
			"<g><rect class=\"%s%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
			"height=\"%d\" rx=\"4\"/>",
			classes[kind], span->open ? " open" : "", from + 0.75, y,
			to - from > 3 ? to - from - 1.5 : 1.5, BAR);
	add_title(sheet, span_sentence(kind, &whole, times));
	text_add(&sheet->body, "</g>\n");
	if (kind == SPAN_BLOCKING)
		add_label(sheet, from + 7, y + 14, "loud", to - from - 12,
			  span_label(lane, kind, span, times));
}

/* The widest piece of a span that no mark stands on. */
static void widest_gap(const struct sheet *sheet, const struct lane *lane, double *from,
		       double *to)
{
	double begin = *from, end = *to, widest = 0;

	for (size_t i = 0; i <= lane->mark_count && i < MARKS_MOST; i++) {
		double x = i < lane->mark_count ? x_of(sheet, lane->marks[i].at) : end;

		x = x > end ? end : x;
		if (x - begin > widest + 1) {
			widest = x - begin;
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
	double from = x_of(sheet, first->from), to = x_of(sheet, until);

	widest_gap(sheet, lane, &from, &to);
	add_label(sheet, from + 7, sheet->y + (LANE - BAR) / 2.0 + 14, "label",
		  to - from - 12, span_label(lane, SPAN_WAITING, first, times));
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
	double last = -1;

	for (size_t i = 0; i < runs->count; i++) {
		double x = x_of(sheet, runs->items[i].from);

		if (x < last + STROKE_GAP || runs->items[i].from > sheet->picture->until)
			continue;
		last = x;
		text_add_format(&sheet->body,
				"<path class=\"stroke\" d=\"M%.1f %dv%d\"/>\n", x,
				sheet->y + 4, LANE - 8);
	}
}

static void add_marks(struct sheet *sheet, const struct lane *lane)
{
	for (size_t i = 0; i < lane->mark_count && i < MARKS_MOST; i++) {
		const struct mark *mark = &lane->marks[i];
		double x = x_of(sheet, mark->at);
		int y = sheet->y + LANE / 2;

		if (mark->at > sheet->picture->until)
			continue;
		if (mark->kind == MARK_YIELD)
			text_add_format(
				&sheet->body,
				"<g><circle class=\"yield\" cx=\"%.1f\" cy=\"%d\" "
				"r=\"4.5\"/>",
				x, y);
		else
			text_add_format(
				&sheet->body,
				"<g><path class=\"%s\" d=\"M%.1f %dm-5-5l10 10m0-10"
				"l-10 10\"/>",
				mark->kind == MARK_RAISE ? "raise" : "cancel", x, y);
		add_title(sheet, mark_sentence(mark));
		text_add(&sheet->body, "</g>\n");
	}
}

static void add_inside(struct sheet *sheet, const struct lane *lane,
		       const struct span *span)
{
	double from = x_of(sheet, span->from), to = x_of(sheet, span->to);
	double y = sheet->y + (double)span->level * WITH_ROW;

	if (to - from < 2)
		return;
	text_add_format(&sheet->body,
			"<g><path class=\"with\" d=\"M%.1f %.1fv6h%.1fv-6\"/>", from + 1,
			y, to - from - 2);
	add_title(sheet, span_sentence(SPAN_INSIDE, span, 1));
	text_add(&sheet->body, "</g>\n");
	add_label(sheet, from + 7, y + 17, "faint", to - from - 12,
		  span_label(lane, SPAN_INSIDE, span, 1));
}

static void add_insides(struct sheet *sheet, const struct lane *lane)
{
	const struct spans *insides = &lane->spans[SPAN_INSIDE];
	size_t shown = insides->count < MARKS_MOST ? insides->count : MARKS_MOST;

	for (size_t i = 0; i < shown; i++)
		if (insides->items[i].from <= sheet->picture->until)
			add_inside(sheet, lane, &insides->items[i]);
	sheet->y += (int)lane->levels * WITH_ROW + (lane->levels ? 4 : 0);
}

static void add_lane(struct sheet *sheet, const struct lane *lane)
{
	struct text name = { 0 };

	visible_add_cut(&name, lane->name, strlen(lane->name), true, SPACES_PLAIN,
			NAME_LETTERS);
	add_text(sheet, 20, sheet->y + LANE / 2.0 + 4, "name", name.bytes);
	text_free(&name);
	add_waits(sheet, lane, false);
	add_solids(sheet, lane, SPAN_RUNNING);
	add_solids(sheet, lane, SPAN_BLOCKING);
	add_strokes(sheet, lane);
	add_waits(sheet, lane, true);
	add_marks(sheet, lane);
	sheet->y += LANE;
	add_insides(sheet, lane);
}

/* ---- a side ------------------------------------------------------------- */

/* How high a side is, so that lines of the axis can be drawn before it. */
static int height_of(const struct picture_side *side)
{
	int height = AXIS + LANE;

	for (size_t i = 0; i < side->lanes.count && i < LANES_MOST; i++)
		height += LANE + (int)side->lanes.lanes[i].levels * WITH_ROW +
			  (side->lanes.lanes[i].levels ? 4 : 0);
	return height + (side->lanes.count > LANES_MOST ? LANE : 0);
}

static void add_axis(struct sheet *sheet, const struct picture_side *side)
{
	nanoseconds until = sheet->picture->until;
	int digits, height = height_of(side);
	nanoseconds step = picture_step(until, 10, &digits);

	add_text(sheet, 20, sheet->y + 18, "side", side->title);
	for (nanoseconds at = 0; at <= until; at += step) {
		char *number = text_format("%.*f%s", digits, (double)at / 1e9,
					   at + step > until ? " s" : "");

		text_add_format(&sheet->body,
				"<path class=\"grid\" d=\"M%.1f %dv%d\"/>\n",
				x_of(sheet, at), sheet->y + AXIS - 6, height - AXIS + 6);
		add_text(sheet, x_of(sheet, at), sheet->y + 18, "number", number);
		free(number);
	}
	sheet->y += AXIS;
}

static void add_line(struct sheet *sheet, const struct timed_line *line)
{
	text_add_format(&sheet->body,
			"<g><circle class=\"line\" cx=\"%.1f\" cy=\"%d\" r=\"4\"/>",
			x_of(sheet, line->at), sheet->y + LANE / 2);
	add_title(sheet, text_format("%.3f | %s", (double)line->at / 1e9, line->text));
	text_add(&sheet->body, "</g>\n");
}

static void add_lines(struct sheet *sheet, const struct program_result *result)
{
	add_text(sheet, 20, sheet->y + LANE / 2.0 + 4, "faint", "lines");
	for (size_t i = 0; i < result->line_count && i < MARKS_MOST; i++)
		if (result->lines[i].at <= sheet->picture->until)
			add_line(sheet, &result->lines[i]);
	sheet->y += LANE;
}

/* A dashed line through all of the side, and what it is. */
static void add_divergence(struct sheet *sheet, const struct picture_side *side, int top)
{
	double x = x_of(sheet, side->marked);
	bool left = x > WIDTH * 0.75;

	if (side->marked < 0)
		return;
	text_add_format(&sheet->body, "<path class=\"divergence\" d=\"M%.1f %dv%d\"/>\n",
			x, top + AXIS - 6, sheet->y - top - AXIS + 14);
	add_text(sheet, left ? x - 6 : x + 6, sheet->y + 12, left ? "wrong end" : "wrong",
		 side->mark);
	sheet->y += 12;
}

static void add_side(struct sheet *sheet, const struct picture_side *side)
{
	const struct lanes *lanes = &side->lanes;
	int top = sheet->y;

	add_axis(sheet, side);
	for (size_t i = 0; i < lanes->count && i < LANES_MOST; i++)
		add_lane(sheet, &lanes->lanes[i]);
	if (lanes->count > LANES_MOST) {
		char *more =
			text_format("… and %zu more tasks", lanes->count - LANES_MOST);

		add_text(sheet, 20, sheet->y + LANE / 2.0 + 4, "faint", more);
		free(more);
		sheet->y += LANE;
	}
	add_lines(sheet, lanes->result);
	add_divergence(sheet, side, top);
	sheet->y += SIDE_GAP;
}

/* ---- the whole ---------------------------------------------------------- */

static const char style_sheet[] =
	"<style>\n"
	"svg{--paper:#fff;--ink:#1c2430;--faint:#667085;--grid:#e4e7ec;--wait:#d6e4fb;"
	"--edge:#7ba3e0;--run:#2f6fd6;--block:#d92d20;--yield:#12855b;--cancel:#b25e09;"
	"--with:#98a2b3}\n"
	"@media(prefers-color-scheme:dark){svg{--paper:#14181f;--ink:#e6e9ef;--faint:#"
	"98a2b3;"
	"--grid:#2a313c;--wait:#22375c;--edge:#4c76b8;--run:#7fb0ff;--block:#f04438;"
	"--yield:#3ccf96;--cancel:#f5a04a;--with:#667085}}\n"
	".paper{fill:var(--paper)}\n"
	"text{fill:var(--ink);font:12px ui-monospace,'DejaVu Sans "
	"Mono',Menlo,monospace}\n"
	".title{font:600 17px system-ui,'DejaVu Sans',sans-serif}\n"
	".said,.key{font:12.5px system-ui,'DejaVu Sans',sans-serif;fill:var(--faint)}\n"
	".side{font:600 13px system-ui,'DejaVu Sans',sans-serif}\n"
	".label{font-size:11.5px;paint-order:stroke;stroke:var(--wait);stroke-width:4px;"
	"stroke-linejoin:round}.faint,.number{fill:var(--faint);font-size:11px}\n"
	".number{text-anchor:middle}.end{text-anchor:end}\n"
	".loud{fill:#fff;font-weight:600;font-size:11.5px}\n"
	".wrong{fill:var(--block);font-weight:600}\n"
	".wait{fill:var(--wait);stroke:var(--edge);stroke-width:1}\n"
	".open{stroke-dasharray:4 3}.run{fill:var(--run)}.block{fill:var(--block)}\n"
	"path{fill:none}.grid{stroke:var(--grid)}.stroke{stroke:var(--run);stroke-width:"
	"2.5;"
	"stroke-linecap:round}\n"
	".with{stroke:var(--with);stroke-width:1.5}.line{fill:var(--ink)}\n"
	".yield{fill:var(--paper);stroke:var(--yield);stroke-width:2.5}\n"
	".raise{stroke:var(--block);stroke-width:2.5}"
	".cancel{stroke:var(--cancel);stroke-width:2.5}\n"
	".divergence{stroke:var(--block);stroke-width:1.5;stroke-dasharray:5 4}\n"
	"</style>\n";

/* Each sign in the middle of a place of its own, with its words. */
static void add_legend(struct sheet *sheet)
{
	static const struct {
		int x;
		const char *drawn, *words;
	} keys[] = {
		{ 20, "<path class=\"stroke\" d=\"M10 -11v14\"/>", "runs" },
		{ 90,
		  "<rect class=\"wait\" x=\"0\" y=\"-10\" width=\"20\" height=\"12\" "
		  "rx=\"3\"/>",
		  "waits" },
		{ 170, "<path class=\"with\" d=\"M0 -6v6h20v-6\"/>", "inside a with" },
		{ 300,
		  "<rect class=\"block\" x=\"0\" y=\"-10\" width=\"20\" height=\"12\" "
		  "rx=\"3\"/>",
		  "blocks everything" },
		{ 455, "<circle class=\"yield\" cx=\"10\" cy=\"-4\" r=\"4.5\"/>",
		  "yields" },
		{ 535, "<path class=\"raise\" d=\"M5 -9l10 10m0 -10l-10 10\"/>",
		  "raises" },
		{ 615, "<path class=\"cancel\" d=\"M5 -9l10 10m0 -10l-10 10\"/>",
		  "is cancelled" },
		{ 740, "<circle class=\"line\" cx=\"10\" cy=\"-4\" r=\"4\"/>",
		  "prints a line" },
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		text_add_format(&sheet->body, "<g transform=\"translate(%d %d)\">%s",
				keys[i].x, sheet->y + 12, keys[i].drawn);
		add_text(sheet, 27, 0, "key", keys[i].words);
		text_add(&sheet->body, "</g>\n");
	}
	sheet->y += LEGEND;
}

/* Broken between words; what is too long for a picture is in the <desc>. */
static void add_description(struct sheet *sheet)
{
	const char *rest = sheet->picture->description;

	for (int line = 0; line < SAID_LINES && *rest; line++) {
		size_t length = strlen(rest);
		char *words;

		if (length > SAID_LETTERS)
			for (length = SAID_LETTERS; length && rest[length] != ' ';
			     length--)
				;
		length = length ? length : strlen(rest);
		words = text_format("%.*s%s", (int)length, rest,
				    line == SAID_LINES - 1 && rest[length] ? "…" : "");
		add_text(sheet, 20, sheet->y, "said", words);
		free(words);
		rest += length + (rest[length] == ' ');
		sheet->y += SAID_LINE;
	}
	sheet->y += 8;
}

static void add_head(const struct picture *picture, struct text *text, int height)
{
	text_add_format(
		text,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"title about\">\n",
		WIDTH, height, WIDTH, height);
	text_add(text, "<title id=\"title\">");
	add_xml(text, picture->title);
	text_add(text, "</title>\n<desc id=\"about\">");
	add_xml(text, picture->description);
	text_add(text, "</desc>\n");
	text_add(text, style_sheet);
	text_add_format(text, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n",
			WIDTH, height);
}

bool picture_svg(FILE *stream, const struct picture *picture)
{
	struct sheet sheet = { .picture = picture, .y = TOP };
	struct text head = { 0 };
	bool written;

	add_text(&sheet, 20, 30, "title", picture->title);
	add_description(&sheet);
	for (size_t i = 0; i < picture->count; i++)
		add_side(&sheet, &picture->sides[i]);
	add_legend(&sheet);
	add_head(picture, &head, sheet.y);
	written = fwrite(head.bytes, 1, head.length, stream) == head.length &&
		  fwrite(sheet.body.bytes, 1, sheet.body.length, stream) ==
			  sheet.body.length &&
		  fputs("</svg>\n", stream) != EOF;
	text_free(&head);
	text_free(&sheet.body);
	return written;
}
