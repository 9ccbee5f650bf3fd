/*
 * A sheet: styled text in lines, laid out for a terminal of a given width.
 *
 * What stands on it is drawn already: no control bytes, and ASCII alone where the
 * terminal has no more. Whoever shows it only has to write it.
 */
#ifndef COURSE_STAGE_SHEET_H
#define COURSE_STAGE_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "show/terminal.h"

struct piece {
	enum style style;
	char *text;
	size_t columns;
	bool drawn; /* by somebody else, with their own styles in it: never cut */
	char *link; /* the document of the course that it leads to, or NULL */
};

struct sheet_line {
	struct piece *pieces;
	size_t count;
	size_t columns; /* of all pieces */
};

struct sheet {
	const struct terminal *terminal; /* for what it can show, and its width */
	struct sheet_line *lines;
	size_t count;
};

/* A new line at the end, empty. */
void sheet_line(struct sheet *sheet);

/* Adds to the last line; there is one. */
void sheet_add(struct sheet *sheet, enum style style, const char *text);
void sheet_add_bytes(struct sheet *sheet, enum style style, const char *bytes,
		     size_t length);

/* Adds what somebody else has drawn for this terminal, line by line: a new line for
 * each. */
void sheet_add_drawn(struct sheet *sheet, const char *drawn);

/* Blanks up to that column; none if it is there. */
void sheet_fill(struct sheet *sheet, size_t column);

/* Takes the lines of another sheet over: the first goes on in the last line, if there
 * is one. The other is empty then. */
void sheet_append(struct sheet *sheet, struct sheet *other);

/* The same of one line of another, which is empty then; it goes on in the last line. */
void sheet_append_line(struct sheet *sheet, struct sheet *other, size_t line);

/* Writes one line, without its end: its columns from `from` on, and before `limit`. */
void sheet_write_line(const struct terminal *terminal, const struct sheet_line *line,
		      size_t from, size_t limit);

/* The text of a line, without styles. To be freed. */
char *sheet_line_text(const struct sheet_line *line);

void sheet_free(struct sheet *sheet);

/* Text that is to be broken into lines: words in styles. */
struct paragraph {
	struct sheet *sheet;
	size_t indent;      /* of all lines but the one that is begun */
	size_t width;       /* no line is longer, unless one word is */
	struct piece *word; /* pieces without a blank between them */
	size_t word_count;
	size_t line_start; /* the column at which the first word of the line stands */
	const char *link;  /* what is added leads there; NULL: nowhere */
};

/* Goes on in the sheet's last line. */
struct paragraph paragraph_begin(struct sheet *sheet, size_t indent, size_t width);

/* Blanks in the text end words; several count as one. */
void paragraph_add(struct paragraph *paragraph, enum style style, const char *text);

/* As one word, whatever is in it, unless it is wider than a line. */
void paragraph_add_whole(struct paragraph *paragraph, enum style style, const char *text);

/* Ends the line here. */
void paragraph_break(struct paragraph *paragraph);
void paragraph_end(struct paragraph *paragraph);

#endif
