#include "show/source_text.h"

#include <string.h>

#include "text/text.h"

enum { TAB = 8 };

/* Adds a line with spaces in the place of its tabs. */
static void add_line(struct text *text, const char *line, size_t length)
{
	size_t column = 0;

	for (size_t i = 0; i < length; i++) {
		size_t spaces = line[i] == '\t' ? TAB - column % TAB : 0;

		if (spaces)
			text_add_format(text, "%*s", (int)spaces, "");
		else
			text_add_bytes(text, line + i, 1);
		/* A byte that goes on with a character takes no column. */
		column += spaces ? spaces : (line[i] & 0xc0) != 0x80;
	}
}

void source_text(const struct terminal *terminal, size_t indent, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		struct text line = { 0 };

		text_add_format(&line, "%*s", (int)(length ? indent : 0), "");
		add_line(&line, text, length);
		text_add(&line, "\n");
		terminal_write_and_free(terminal, STYLE_PLAIN, text_take(&line));
		text += length + (text[length] == '\n');
	}
}
