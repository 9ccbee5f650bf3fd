/* A picture as a page of its own, on which it plays. See picture.h.
 *
 * It is one file: the style sheet and the script of web/ are in it. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "show/svg_sheet.h"
#include "text/text.h"
#include "web/asset.h"
#include "web/html.h"

enum { LINES_MOST = 2000 };

/* ---- how it is read ------------------------------------------------------- */

void picture_legend(struct text *html)
{
	text_add(html,
		 "<aside class=\"legend\" aria-labelledby=\"legend-title\">"
		 "<h2 id=\"legend-title\">How the pictures are read</h2>\n"
		 "<p>A lane for each task, from left to right. In it, a task</p>\n<ul>");
	for (const struct sheet_key *key = sheet_keys; key->words; key++)
		text_add_format(html,
				"<li><svg class=\"lanes\" width=\"24\" height=\"18\" "
				"aria-hidden=\"true\">%s</svg> %s</li>\n",
				key->drawn, key->words);
	text_add(html, "</ul></aside>\n");
}

/* ---- the run -------------------------------------------------------------- */

static void add_lines(struct text *html, const struct program_result *result)
{
	text_add(html, "<ol class=\"lines\" role=\"list\">\n");
	for (size_t i = 0; i < result->line_count && i < LINES_MOST; i++) {
		const struct timed_line *line = &result->lines[i];

		text_add_format(html,
				"<li data-at=\"%" PRId64
				"\"><span class=\"at\">%.3f</span> "
				"<code>",
				line->at / 1000000, (double)line->at / 1e9);
		html_add_bytes(html, line->text, line->length);
		text_add(html, "</code></li>\n");
	}
	text_add(html, "</ol>\n");
}

static void add_side(struct text *html, const struct picture_side *side)
{
	text_add(html, "<div>");
	if (*side->title) {
		text_add(html, "<h2>");
		html_add(html, side->title);
		text_add(html, "</h2>\n");
	}
	add_lines(html, side->lanes.result);
	text_add(html, "</div>\n");
}

static void add_stage(struct text *html, const struct picture *picture)
{
	char *moments = picture_moments(picture);
	const char *until = strrchr(moments, ' ');

	text_add(html, "<div class=\"run\"><div class=\"stage\"");
	if (until)
		text_add_format(html, " data-until=\"%s\" data-moments=\"%s\"", until + 1,
				moments);
	text_add(html, ">\n<div class=\"sides\">\n");
	for (size_t i = 0; i < picture->count; i++)
		add_side(html, &picture->sides[i]);
	text_add(html, "</div>\n<div class=\"picture\">\n");
	picture_figure(picture, html);
	text_add(html,
		 until ? "</div>\n<div class=\"controls\" hidden></div>\n" : "</div>\n");
	text_add(html, "</div></div>\n");
	free(moments);
}

/* ---- the page ------------------------------------------------------------- */

static void add_head(struct text *html, const struct picture *picture)
{
	text_add(html,
		 "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		 "<meta name=\"viewport\" content=\"width=device-width, "
		 "initial-scale=1\">\n<link rel=\"icon\" href=\"data:,\">\n<title>");
	html_add(html, picture->title);
	text_add_format(html, "</title>\n<style>\n%s%s%s</style>\n</head>\n",
			asset_palette, asset_style, asset_lanes_style);
	text_add(html,
		 "<body class=\"report\">\n<header class=\"top\"><span class=\"name\">"
		 "Course</span><button class=\"theme quiet\" type=\"button\" hidden>"
		 "Auto</button></header>\n<main>\n<header class=\"head\">\n<h1>");
	html_add(html, picture->title);
	text_add(html, "</h1>\n<p class=\"about\">");
	html_add(html, picture->description);
	text_add(html, "</p>\n</header>\n");
}

bool picture_html(FILE *stream, const struct picture *picture)
{
	struct text html = { 0 };
	bool written;

	add_head(&html, picture);
	if (picture->count) {
		add_stage(&html, picture);
		picture_legend(&html);
	}
	text_add_format(&html, "</main>\n<script>\n%s</script>\n</body>\n</html>\n",
			asset_script);
	written = fwrite(html.bytes, 1, html.length, stream) == html.length;
	text_free(&html);
	return written;
}
