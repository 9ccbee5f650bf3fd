/*
 * A terminal, or what stands in for one: what it can show, and how wide it is.
 *
 * Colour only says again what the words say. It is used on a terminal alone,
 * and not where NO_COLOR is set (no-color.org) or TERM is dumb.
 */
#ifndef COURSE_SHOW_TERMINAL_H
#define COURSE_SHOW_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

struct text;

struct terminal {
	FILE *stream;
	bool colour;
	bool unicode;   /* else ASCII alone */
	size_t columns; /* at least 40; 80 if it is none */
};

enum style {
	STYLE_PLAIN,
	STYLE_STRONG,
	STYLE_GOOD,
	STYLE_BAD,
	STYLE_DOUBT,
	STYLE_FAINT,
	STYLE_CHOSEN, /* in reverse: where the cursor is */
	STYLE_HEADING,
	STYLE_EMPHASIS,
	STYLE_LINK,
	STYLE_CODE,    /* in the middle of prose */
	STYLE_KEYWORD, /* and what else code is made of */
	STYLE_PROTOCOL,
	STYLE_TYPE,
	STYLE_STRING,
	STYLE_NUMBER,
	STYLE_COMMENT,
};

struct terminal terminal_of(FILE *stream);

/* Writes a text of ours (its unusual characters in ASCII if need be; control
 * bytes drawn). */
void terminal_write(const struct terminal *terminal, enum style style, const char *text);

/* The same, of one line, as a new string without a line end. */
char *terminal_line(const struct terminal *terminal, enum style style, const char *line);

/* The same as terminal_write, of a text that was made for it. */
void terminal_write_and_free(const struct terminal *terminal, enum style style,
			     char *text);

/* The same, broken between words at the terminal's width, each line after the
 * first indented by that many columns, which the first already stands at. */
void terminal_wrap(const struct terminal *terminal, enum style style, size_t indent,
		   const char *text);

/* Adds to `text` what terminal_write would write, without style; returns its
 * width in columns. */
size_t terminal_draw(const struct terminal *terminal, struct text *text,
		     const char *string);

/* Adds a line that was drawn by the above, with its colours, cut to that many columns;
 * what comes after it is plain. Returns its width. */
size_t terminal_add_cut(struct text *text, const char *drawn, size_t limit);

#endif
