#include "show/svg_sheet.h"

#include <stdlib.h>

#include "web/html.h"

enum {
	LETTER = 7, /* of a label, about, in pixels */
	NAME_LETTERS = 21,
	LABEL_MARGIN = 7,
	LABEL_FOOT = 14, /* from the top of its box to the foot of its letters */
};

double sheet_place(const struct sheet *sheet, nanoseconds at)
{
	nanoseconds until = sheet->picture->until;
	double share = until > 0 ? (double)at / (double)until : 0;

	share = share < 0 ? 0 : share > 1 ? 1 : share;
	return 100 * share;
}

double sheet_pixels(const struct sheet *sheet, double share)
{
	return share / 100 * sheet->axis;
}

void sheet_note(struct text *text, int x, int y, const char *style, const char *words)
{
	text_add_format(text, "<text class=\"%s\" x=\"%d\" y=\"%d\">", style, x, y);
	html_add(text, words);
	text_add(text, "</text>\n");
}

void sheet_words(struct text *text, double place, int off, int y, const char *style,
		 const char *words)
{
	text_add_format(text, "<text class=\"%s\" x=\"%.2f%%\" dx=\"%d\" y=\"%d\">",
			style, place, off, y);
	html_add(text, words);
	text_add(text, "</text>\n");
}

/* In a box of its own: on a narrow page that cuts it. */
static void add_box(struct sheet *sheet, double from, double to, int y, const char *style,
		    const char *words)
{
	text_add_format(&sheet->body,
			"<svg x=\"%.2f%%\" y=\"%d\" width=\"%.2f%%\" height=\"%d\">",
			from, y, to - from, SHEET_BAR);
	text_add_format(&sheet->body, "<text class=\"%s\" x=\"%d\" y=\"%d\">", style,
			LABEL_MARGIN, LABEL_FOOT);
	html_add(&sheet->body, words);
	text_add(&sheet->body, "</text></svg>\n");
}

struct label_room sheet_room(const struct sheet *sheet, double from, double to)
{
	double width = sheet_pixels(sheet, to - from) - 2 * LABEL_MARGIN + 2;

	return (struct label_room){
		.columns = width > 0 ? (size_t)(width / LETTER) : 0,
		.unicode = true,
	};
}

void sheet_label(struct sheet *sheet, double from, double to, int y, const char *style,
		 char *words)
{
	if (*words)
		add_box(sheet, from, to, y, style, words);
	free(words);
}

void sheet_upright(struct sheet *sheet, double place, int y, int height,
		   const char *style)
{
	text_add_format(&sheet->body,
			"<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" "
			"y2=\"%d\"/>\n",
			style, place, place, y, y + height);
}

void sheet_level(struct sheet *sheet, double from, double to, int y, const char *style)
{
	text_add_format(&sheet->body,
			"<line class=\"%s\" x1=\"%.2f%%\" x2=\"%.2f%%\" y1=\"%d\" "
			"y2=\"%d\"/>\n",
			style, from, to, y, y);
}

void sheet_title(struct sheet *sheet, char *sentence)
{
	text_add(&sheet->body, "<title>");
	html_add(&sheet->body, sentence);
	text_add(&sheet->body, "</title>");
	free(sentence);
}

void sheet_name(struct sheet *sheet, const char *style, const char *name)
{
	struct label_room room = {
		.columns = sheet->names_above ? 2 * (size_t)NAME_LETTERS : NAME_LETTERS,
		.unicode = true,
	};
	char *fitting = lane_name_fit(name, room);

	sheet_note(&sheet->names, sheet->name_x,
		   sheet->y + (sheet->names_above ? LABEL_FOOT : SHEET_LANE / 2 + 4),
		   style, fitting);
	if (sheet->names_above)
		sheet->y += SHEET_NAME_ROW;
	free(fitting);
}
