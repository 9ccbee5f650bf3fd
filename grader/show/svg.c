/* Lanes as SVG: a file, which needs nothing beside itself, and a part of a page.
 * See picture.h and svg_sheet.h. */
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "show/svg_sheet.h"
#include "text/text.h"
#include "web/asset.h"
#include "web/html.h"

/* In pixels. */
enum {
	WIDTH = 960,
	LEFT = 20,
	GUTTER = 176, /* of a file; a page has none */
	RIGHT = 28,
	TOP = 50, /* of the sentence below the title */
	SAID_LINE = 18,
	SAID_LINES = 3,
	SAID_LETTERS = 130,
	AXIS = 30,
	SIDE_GAP = 26,
	LEGEND = 44,
	KEY_ROW = 24,
	KEY_SIGN = 30,
	KEY_LETTER = 7,
	KEY_GAP = 14,
	PAGE_AXIS = 660, /* of a page on a table, not in a hand */
};

enum {
	LANES_MOST = 200,
	LINES_MOST = 2000,
	STEPS_MOST = 10,
	PAGE_STEPS_MOST = 6,
	TASKS_TOLD = 12,
	LINES_TOLD = 20,
};

/* ---- a side ------------------------------------------------------------- */

/* How high a side is, so that lines of the axis can be drawn before it. */
static int height_of(const struct sheet *sheet, const struct picture_side *side)
{
	int name = sheet->names_above ? SHEET_NAME_ROW : 0;
	int height = AXIS + SHEET_LANE + name;

	for (size_t i = 0; i < side->lanes.count && i < LANES_MOST; i++)
		height += sheet_lane_height(sheet, &side->lanes.lanes[i]);
	return height + (side->lanes.count > LANES_MOST ? SHEET_LANE : 0);
}

static void add_axis(struct sheet *sheet, const struct picture_side *side)
{
	nanoseconds until = sheet->picture->until;
	int digits, height = height_of(sheet, side);
	nanoseconds step = picture_step(
		until, sheet->names_above ? PAGE_STEPS_MOST : STEPS_MOST, &digits);

	for (nanoseconds at = 0; at <= until; at += step) {
		double place = sheet_place(sheet, at);
		char *number = text_format("%.*f%s", digits, (double)at / 1e9,
					   at + step > until ? " s" : "");

		sheet_upright(sheet, place, sheet->y + AXIS - 6, height - AXIS + 6,
			      "grid");
		sheet_words(&sheet->names, place, 0, sheet->y + 18, "number", number);
		free(number);
	}
	sheet->y += AXIS;
}

/* Lines that would lie upon each other are one dot, with their number. */
static size_t add_lines_at(struct sheet *sheet, const struct program_result *result,
			   size_t first)
{
	double place = sheet_place(sheet, result->lines[first].at);
	struct text all = { 0 };
	size_t i = first, count = 0;

	for (; i < result->line_count &&
	       sheet_pixels(sheet, sheet_place(sheet, result->lines[i].at) - place) < 1;
	     i++)
		if (picture_has_line(sheet->picture, &result->lines[i]) &&
		    count++ < LINES_TOLD)
			text_add_format(&all, "%s%.3f | %s", all.length ? "\n" : "",
					(double)result->lines[i].at / 1e9,
					result->lines[i].text);
	if (count) {
		text_add_format(&sheet->body,
				"<g><circle class=\"line\" cx=\"%.2f%%\" cy=\"%d\" "
				"r=\"4\"/>",
				place, sheet->y + SHEET_LANE / 2);
		sheet_title(sheet, text_take(&all));
		text_add(&sheet->body, "</g>\n");
	}
	if (count > 1) {
		char *number = text_format("%zu", count);

		sheet_words(&sheet->body, place, 6, sheet->y + SHEET_LANE / 2 + 4,
			    "count", number);
		free(number);
	}
	text_free(&all);
	return i;
}

static void add_lines(struct sheet *sheet, const struct program_result *result)
{
	sheet_name(sheet, "faint", "lines");
	for (size_t i = 0; i < result->line_count && i < LINES_MOST;)
		i = add_lines_at(sheet, result, i);
	sheet->y += SHEET_LANE;
}

/* A dashed line through all of the side, and what it is. */
static void add_divergence(struct sheet *sheet, const struct picture_side *side, int top)
{
	double place = sheet_place(sheet, side->marked);
	bool left = sheet_pixels(sheet, place) + GUTTER > WIDTH * 0.75;

	if (side->marked < 0)
		return;
	sheet_upright(sheet, place, top + AXIS - 6, sheet->y - top - AXIS + 14,
		      "divergence");
	sheet_words(&sheet->body, place, left ? -6 : 6, sheet->y + 12,
		    left ? "wrong end" : "wrong", side->mark);
	sheet->y += 12;
}

/* On the height of the axis, or where that begins at the very left, above it. */
static void add_side_title(struct sheet *sheet, const struct picture_side *side)
{
	if (!*side->title)
		return;
	sheet_note(&sheet->names, sheet->name_x, sheet->y + 18, "side", side->title);
	if (sheet->names_above)
		sheet->y += SHEET_NAME_ROW;
}

static void add_side(struct sheet *sheet, const struct picture_side *side)
{
	const struct lanes *lanes = &side->lanes;
	int top;

	add_side_title(sheet, side);
	top = sheet->y;
	add_axis(sheet, side);
	for (size_t i = 0; i < lanes->count && i < LANES_MOST; i++)
		sheet_lane(sheet, &lanes->lanes[i],
			   lanes->result->end == PROGRAM_DEADLOCK);
	if (lanes->count > LANES_MOST) {
		char *more =
			text_format("… and %zu more tasks", lanes->count - LANES_MOST);

		sheet_note(&sheet->names, sheet->name_x, sheet->y + SHEET_LANE / 2 + 4,
			   "faint", more);
		free(more);
		sheet->y += SHEET_LANE;
	}
	add_lines(sheet, lanes->result);
	add_divergence(sheet, side, top);
	sheet->y += SIDE_GAP;
}

/* ---- the whole ---------------------------------------------------------- */

/* Each sign with its words, as many in a row as there is room for. */
static void add_legend(struct sheet *sheet)
{
	int x = LEFT - 4;

	for (const struct sheet_key *key = sheet_keys; key->words; key++) {
		int width = KEY_SIGN + KEY_LETTER * (int)strlen(key->words) + KEY_GAP;

		if (x + width > WIDTH) {
			x = LEFT - 4;
			sheet->y += KEY_ROW;
		}
		text_add_format(&sheet->body,
				"<svg x=\"%d\" y=\"%d\" width=\"24\" height=\"18\">%s"
				"</svg>",
				x - GUTTER, sheet->y, key->drawn);
		sheet_note(&sheet->body, x - GUTTER + KEY_SIGN, sheet->y + 13, "key",
			   key->words);
		x += width;
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
		sheet_note(&sheet->names, sheet->name_x, sheet->y, "said", words);
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
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"lanes\" width=\"%d\" "
		"height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
		"aria-labelledby=\"title about\">\n",
		WIDTH, height, WIDTH, height);
	text_add(text, "<title id=\"title\">");
	html_add(text, picture->title);
	text_add(text, "</title>\n<desc id=\"about\">");
	html_add(text, picture->description);
	text_add_format(text, "</desc>\n<style>\n%s%s</style>\n", asset_palette,
			asset_lanes_style);
	text_add_format(text, "<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n",
			WIDTH, height);
	/* The axis is a drawing of its own: its percents are of its width. */
	text_add_format(text, "<svg x=\"%d\" width=\"%d\" overflow=\"visible\">\n",
			GUTTER, WIDTH - GUTTER - RIGHT);
}

bool picture_svg(FILE *stream, const struct picture *picture)
{
	struct sheet sheet = {
		.picture = picture,
		.y = TOP,
		.axis = WIDTH - GUTTER - RIGHT,
		.name_x = LEFT - GUTTER,
	};
	struct text file = { 0 };
	bool written;

	sheet_note(&sheet.names, sheet.name_x, 30, "title", picture->title);
	add_description(&sheet);
	for (size_t i = 0; i < picture->count; i++)
		add_side(&sheet, &picture->sides[i]);
	add_legend(&sheet);
	add_head(picture, &file, sheet.y);
	text_add_bytes(&file, sheet.body.bytes, sheet.body.length);
	text_add_bytes(&file, sheet.names.bytes, sheet.names.length);
	text_add(&file, "</svg>\n</svg>\n");
	written = fwrite(file.bytes, 1, file.length, stream) == file.length;
	text_free(&file);
	text_free(&sheet.body);
	text_free(&sheet.names);
	return written;
}

/* Each task and its time, for who cannot see the lanes. */
static void add_tasks(struct text *html, const struct lanes *lanes)
{
	for (size_t i = 0; i < lanes->count && i < TASKS_TOLD; i++) {
		const struct lane *lane = &lanes->lanes[i];

		text_add(html, i ? "; " : " Its tasks: ");
		html_add(html, lane->name);
		text_add_format(html, " from %.3f to %.3f", (double)lane->from / 1e9,
				(double)lane->to / 1e9);
	}
	if (lanes->count > TASKS_TOLD)
		text_add_format(html, "; and %zu more", lanes->count - TASKS_TOLD);
	text_add(html, lanes->count ? "." : "");
}

/* The curtain lies over what is still to come, when somebody plays it. */
void picture_figure(const struct picture *picture, struct text *html)
{
	struct sheet sheet = {
		.picture = picture,
		.axis = PAGE_AXIS,
		.names_above = true,
	};

	for (size_t i = 0; i < picture->count; i++)
		add_side(&sheet, &picture->sides[i]);
	text_add_format(html,
			"<svg class=\"lanes\" width=\"100%%\" height=\"%d\" "
			"role=\"img\" aria-label=\"",
			sheet.y - SIDE_GAP + 4);
	html_add(html, picture->description);
	for (size_t i = 0; i < picture->count; i++)
		add_tasks(html, &picture->sides[i].lanes);
	text_add(html, "\">\n");
	text_add_bytes(html, sheet.body.bytes, sheet.body.length);
	text_add(html,
		 "<rect class=\"curtain\" x=\"100%\" width=\"0\" height=\"100%\"/>\n"
		 "<line class=\"now\" x1=\"0\" x2=\"0\" y1=\"22\" y2=\"100%\"/>\n");
	text_add_bytes(html, sheet.names.bytes, sheet.names.length);
	text_add(html, "</svg>\n");
	text_free(&sheet.body);
	text_free(&sheet.names);
}
