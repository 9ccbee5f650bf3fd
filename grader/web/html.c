#include "web/html.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/visible.h"

static const char *entity_of(char letter)
{
	switch (letter) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	default: return NULL;
	}
}

/* The two that are characters of UTF-8, and none of XML. */
static bool is_refused(unsigned point)
{
	return point == 0xfffe || point == 0xffff;
}

static bool is_kept(char byte)
{
	return byte == '\t' || byte == '\n';
}

static void add_drawn(struct text *html, const char *seen)
{
	for (size_t size; *seen; seen += size) {
		unsigned point = 0;

		size = utf8_decode(seen, strlen(seen), &point);
		size = size ? size : 1;
		if (entity_of(*seen))
			text_add(html, entity_of(*seen));
		else if (is_refused(point))
			text_add(html, "?");
		else
			text_add_bytes(html, seen, size);
	}
}

void html_add_bytes(struct text *html, const char *bytes, size_t length)
{
	for (size_t at = 0, piece; at < length; at += piece + 1) {
		char *seen;

		for (piece = 0; at + piece < length && !is_kept(bytes[at + piece]);
		     piece++)
			;
		seen = visible_copy(bytes + at, piece, true, SPACES_PLAIN);
		add_drawn(html, seen);
		free(seen);
		if (at + piece < length)
			text_add_bytes(html, bytes + at + piece, 1);
	}
}

void html_add(struct text *html, const char *string)
{
	html_add_bytes(html, string, strlen(string));
}

/* The last number of «\033[1;31m»; its end is stored. NULL: it is none. */
static const char *code_of(const char *at, const char **end)
{
	const char *number = at + 2;

	if (strncmp(at, "\033[", 2) != 0)
		return NULL;
	for (*end = number; **end && strchr("0123456789;", **end); (*end)++)
		if (**end == ';')
			number = *end + 1;
	return **end == 'm' ? number : NULL;
}

void html_add_terminal(struct text *html, const char *written)
{
	bool styled = false;

	while (*written) {
		size_t plain = strcspn(written, "\033");
		const char *end, *code;

		html_add_bytes(html, written, plain);
		written += plain;
		code = code_of(written, &end);
		if (!code) {
			written += *written != '\0';
			continue;
		}
		text_add(html, styled ? "</i>" : "");
		styled = *code != '0';
		if (styled)
			text_add_format(html, "<i class=t%.*s>", (int)(end - code), code);
		written = end + 1;
	}
	text_add(html, styled ? "</i>" : "");
}
