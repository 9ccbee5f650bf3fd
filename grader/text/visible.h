/*
 * Bytes as something that can be seen.
 *
 * Nothing that a program prints reaches a terminal or a report as it is: what
 * is not plain text is drawn. So two lines that look the same are the same,
 * and no escape sequence of a program moves anybody's cursor.
 */
#ifndef COURSE_TEXT_VISIBLE_H
#define COURSE_TEXT_VISIBLE_H

#include <stdbool.h>
#include <stddef.h>

struct text;

enum visible_spaces {
	SPACES_PLAIN,  /* a space is a space */
	SPACES_AT_END, /* spaces at the end of the line are drawn, as · */
	SPACES_ALL,    /* every space is drawn */
};

/* Adds the bytes to `text`, drawn. With `unicode`, printable UTF-8 is left as
 * it is and a control byte becomes its picture (␀); else everything that is not
 * ASCII becomes \xNN or \u{N}, a control byte its C escape. Returns how many
 * columns that takes. */
size_t visible_add(struct text *text, const char *bytes, size_t length, bool unicode,
		   enum visible_spaces spaces);

/* The same as a new string. */
char *visible_copy(const char *bytes, size_t length, bool unicode,
		   enum visible_spaces spaces);

/* The same, cut to at most `columns`, with a mark (… or ...) where it was cut. */
size_t visible_add_cut(struct text *text, const char *bytes, size_t length, bool unicode,
		       enum visible_spaces spaces, size_t limit);

/* How many columns a character takes on a terminal, if it is drawn as it is. */
size_t visible_columns(unsigned code_point);

/* The length in bytes of the UTF-8 character at `bytes`, 0 if it is none; its
 * code point is stored. Surrogates and overlong forms are none. */
size_t utf8_decode(const char *bytes, size_t length, unsigned *code_point);

bool utf8_is_valid(const char *bytes, size_t length);

#endif
