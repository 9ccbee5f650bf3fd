#define _GNU_SOURCE
#include "show/terminal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

enum { NARROWEST = 40, USUAL = 80 };

static size_t find_columns(int descriptor)
{
	struct winsize size;
	const char *named = getenv("COLUMNS");
	long columns = USUAL;

	if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col)
		columns = size.ws_col;
	else if (named)
		columns = atol(named);
	if (columns > 1000 || columns < 1)
		columns = USUAL;
	return columns < NARROWEST ? NARROWEST : (size_t)columns;
}

static bool may_colour(int descriptor)
{
	const char *refusal = getenv("NO_COLOR"), *kind = getenv("TERM");

	return isatty(descriptor) && !(refusal && *refusal) && kind &&
	       strcmp(kind, "dumb") != 0;
}

struct terminal terminal_of(FILE *stream)
{
	setlocale(LC_CTYPE, "");
	return (struct terminal){
		.stream = stream,
		.colour = may_colour(fileno(stream)),
		.unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.columns = find_columns(fileno(stream)),
	};
}

/* What our own texts use beyond ASCII, for terminals without it. */
static const char *in_ascii(unsigned point)
{
	static const struct {
		unsigned point;
		const char *ascii;
	} table[] = {
		{ 0xab, "'" },       { 0xbb, "'" },     { 0xb7, "_" },
		{ 0xd7, "x" },       { 0x2013, "-" },   { 0x2014, "-" },
		{ 0x2019, "'" },     { 0x2022, "*" },   { 0x2026, "..." },
		{ 0x2190, "<-" },    { 0x2192, "->" },  { 0x21b7, ">" },
		{ 0x2264, "<=" },    { 0x2265, ">=" },  { 0x2400, "\\0" },
		{ 0x2409, "\\t" },   { 0x240a, "\\n" }, { 0x240d, "\\r" },
		{ 0x241b, "\\x1b" }, { 0x2500, "-" },   { 0x2501, "=" },
		{ 0x2502, "|" },     { 0x250c, "+" },   { 0x2510, "+" },
		{ 0x2514, "+" },     { 0x2518, "+" },   { 0x251c, "|" },
		{ 0x2524, "|" },     { 0x252c, "+" },   { 0x2534, "+" },
		{ 0x253c, "+" },     { 0x2588, "#" },   { 0x258c, "|" },
		{ 0x2591, "." },     { 0x2592, "%" },   { 0x25b2, "^" },
		{ 0x25b6, ">" },     { 0x25ba, ">" },   { 0x25bc, "v" },
		{ 0x25c4, "<" },     { 0x25cb, "o" },   { 0x25cf, "*" },
		{ 0x2191, "^" },     { 0x2193, "v" },   { 0x2713, "+" },
		{ 0x21aa, ">" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].point == point)
			return table[i].ascii;
	return NULL;
}

size_t terminal_draw(const struct terminal *terminal, struct text *text,
		     const char *string)
{
	size_t columns = 0, length = strlen(string);

	for (size_t i = 0, size; i < length; i += size) {
		unsigned point = 0;
		const char *ascii;

		size = utf8_decode(string + i, length - i, &point);
		ascii = size > 1 && !terminal->unicode ? in_ascii(point) : NULL;
		if (ascii) {
			text_add(text, ascii);
			columns += strlen(ascii);
			continue;
		}
		size = size ? size : 1;
		columns += visible_add(text, string + i, size, terminal->unicode,
				       SPACES_PLAIN);
	}
	return columns;
}

/* The eight colours that the reader's own theme defines: they can be read on light
 * and on dark. */
static const char *const styles[] = {
	[STYLE_PLAIN] = "",
	[STYLE_STRONG] = "\033[1m",
	[STYLE_GOOD] = "\033[1;32m",
	[STYLE_BAD] = "\033[1;31m",
	[STYLE_DOUBT] = "\033[33m",
	[STYLE_FAINT] = "\033[2m",
	[STYLE_HEADING] = "\033[1;34m",
	[STYLE_EMPHASIS] = "\033[3m",
	[STYLE_LINK] = "\033[4m",
	[STYLE_CODE] = "\033[36m",
	[STYLE_KEYWORD] = "\033[34m",
	[STYLE_PROTOCOL] = "\033[1;35m",
	[STYLE_TYPE] = "\033[34m",
	[STYLE_STRING] = "\033[32m",
	[STYLE_NUMBER] = "\033[33m",
	[STYLE_COMMENT] = "\033[2;3m",
	[STYLE_CHOSEN] = "\033[7m",
};

char *terminal_line(const struct terminal *terminal, enum style style, const char *line)
{
	bool coloured = terminal->colour && style != STYLE_PLAIN;
	struct text text = { 0 };

	text_add(&text, coloured ? styles[style] : "");
	terminal_draw(terminal, &text, line);
	text_add(&text, coloured ? "\033[0m" : "");
	return text_take(&text);
}

/* The length of a colour's sequence at `text`; 0: there is none. */
static size_t colour_length(const char *text)
{
	size_t length;

	if (text[0] != '\033' || text[1] != '[')
		return 0;
	length = 2 + strspn(text + 2, "0123456789;");
	return text[length] == 'm' ? length + 1 : 0;
}

size_t terminal_add_cut(struct text *text, const char *drawn, size_t limit)
{
	size_t column = 0, length = strlen(drawn);

	for (size_t i = 0, size; i < length; i += size) {
		unsigned point = (unsigned char)drawn[i];
		size_t columns;

		size = colour_length(drawn + i);
		if (size) {
			text_add_bytes(text, drawn + i, size);
			continue;
		}
		size = utf8_decode(drawn + i, length - i, &point);
		size = size ? size : 1;
		columns = visible_columns(point);
		if (column + columns > limit)
			break;
		column += columns;
		text_add_bytes(text, drawn + i, size);
	}
	text_add(text, "\033[0m");
	return column;
}

static void write_drawn(const struct terminal *terminal, enum style style,
			const char *drawn)
{
	bool coloured = terminal->colour && style != STYLE_PLAIN && *drawn;

	fprintf(terminal->stream, "%s%s%s", coloured ? styles[style] : "", drawn,
		coloured ? "\033[0m" : "");
}

void terminal_write(const struct terminal *terminal, enum style style, const char *text)
{
	/* A line end is layout of ours, not a control byte to be drawn. */
	while (*text) {
		size_t length = strcspn(text, "\n");
		char *line = memory_copy_bytes(text, length);
		struct text drawn = { 0 };

		terminal_draw(terminal, &drawn, line);
		write_drawn(terminal, style, drawn.bytes ? drawn.bytes : "");
		text_free(&drawn);
		free(line);
		text += length;
		if (*text == '\n') {
			fputc('\n', terminal->stream);
			text++;
		}
	}
}

void terminal_write_and_free(const struct terminal *terminal, enum style style,
			     char *text)
{
	terminal_write(terminal, style, text);
	free(text);
}

void terminal_wrap(const struct terminal *terminal, enum style style, size_t indent,
		   const char *text)
{
	size_t column = indent;
	bool first = true;

	while (*text) {
		size_t length = strcspn(text, " ");
		char *word = memory_copy_bytes(text, length);
		struct text drawn = { 0 };
		size_t width = terminal_draw(terminal, &drawn, word);

		if (!first && column + 1 + width > terminal->columns) {
			fprintf(terminal->stream, "\n%*s", (int)indent, "");
			column = indent;
		} else if (!first) {
			fputc(' ', terminal->stream);
			column++;
		}
		write_drawn(terminal, style, drawn.bytes ? drawn.bytes : "");
		column += width;
		first = false;
		text_free(&drawn);
		free(word);
		text += length;
		text += *text == ' ';
	}
	fputc('\n', terminal->stream);
}
