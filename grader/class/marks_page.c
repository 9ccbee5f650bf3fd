#include "class/marks_page.h"

#include <stdlib.h>
#include <string.h>

#include "judge/verdict.h"
#include "web/asset.h"
#include "web/html.h"

void marks_page_begin(struct text *html, const char *title)
{
	text_add(html, "<!doctype html>\n<html lang=\"en\">\n<head>\n"
		       "<meta charset=\"utf-8\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width, "
		       "initial-scale=1\">\n"
		       "<meta name=\"robots\" content=\"noindex\">\n<title>");
	html_add(html, title);
	text_add(html, "</title>\n<style>\n");
	text_add(html, asset_palette);
	text_add(html, asset_class_style);
	text_add(html, "</style>\n</head>\n<body>\n<main>\n<h1>");
	html_add(html, title);
	text_add(html, "</h1>\n");
}

void marks_page_end(struct text *html, const char *script)
{
	text_add(html, "</main>\n");
	if (script) {
		text_add(html, "<script>\n");
		text_add(html, script);
		text_add(html, "</script>\n");
	}
	text_add(html, "</body>\n</html>\n");
}

void marks_page_verdict(struct text *html, const char *word)
{
	text_add_format(html, "<span class=\"%s\">",
			verdict_of_name(word) == VERDICT_COUNT ? "none" : word);
	html_add(html, word);
	text_add(html, "</span>");
}

char *marks_page_mark(bool marked, points earned, points possible)
{
	char *part, *whole, *text;

	if (!marked)
		return text_format("no mark");
	part = points_text(earned);
	whole = points_text(possible);
	text = text_format("%s of %s", part, whole);
	free(part);
	free(whole);
	return text;
}

void marks_page_notes(struct text *html, const json_t *notes)
{
	if (!json_array_size(notes))
		return;
	text_add(html, "<ul>\n");
	for (size_t i = 0; i < json_array_size(notes); i++) {
		const char *note = json_string_value(json_array_get(notes, i));

		text_add(html, "<li class=\"said\">");
		html_add(html, note ? note : "");
		text_add(html, "</li>\n");
	}
	text_add(html, "</ul>\n");
}

void marks_page_picture(struct text *html, const char *address, const char *words)
{
	text_add(html, "<img class=\"picture\" loading=\"lazy\" src=\"");
	html_add(html, address);
	text_add(html, "\" alt=\"");
	html_add(html, words);
	text_add(html, "\">\n");
}
