/*
 * The sheet that a picture is drawn on as text, row by row, and its signs.
 *
 * A row is what stands behind the gutter: signs and words in cells, of which each is a
 * column wide. Every sign has a shape of its own, since colour only says it again.
 */
#ifndef COURSE_SHOW_TEXT_SHEET_H
#define COURSE_SHOW_TEXT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "show/lane_words.h"
#include "show/picture.h"
#include "show/terminal.h"

enum sign {
	SIGN_NONE, /* a blank or a letter */
	SIGN_BEGIN,
	SIGN_END,
	SIGN_BOTH,
	SIGN_ALONE,
	SIGN_ON,
	SIGN_STUCK,
	SIGN_READY,
	SIGN_WAITS,
	SIGN_WITHIN,
	SIGN_RUNS,
	SIGN_BLOCKS,
	SIGN_YIELD,
	SIGN_RAISE,
	SIGN_CANCEL,
	SIGN_LAST,
	SIGN_LINE,
	SIGN_LINES, /* a digit: how many */
	SIGN_MORE_LINES,
	SIGN_CORNER,
	SIGN_FLOOR,
	SIGN_OTHER_CORNER,
	SIGN_CORNERS,
	SIGN_HERE,
	SIGNS,
};

struct cell {
	char bytes[8]; /* "": the second half of a wide letter */
	enum sign sign;
	enum style style;
};

struct text_sheet {
	const struct terminal *terminal;
	const struct picture *picture;
	size_t gutter; /* columns before the lanes */
	size_t width;  /* of the lanes; a row is wider by SHEET_LAST_NUMBER */
	size_t seen;   /* so many of them have been: all, unless it is still going on */
	struct cell *row;
	bool used[SIGNS]; /* somewhere in the picture */
};

enum {
	SHEET_MARGIN = 2,
	SHEET_LAST_NUMBER = 4, /* what of it stands to the right of the lanes */
};

void text_sheet_begin(struct text_sheet *sheet);
void text_sheet_end(struct text_sheet *sheet);

/* The column of a moment. */
size_t text_sheet_column(const struct text_sheet *sheet, nanoseconds at);

/* A sign as this terminal shows it. */
const char *text_sheet_sign(const struct text_sheet *sheet, enum sign sign);

void text_sheet_put(struct text_sheet *sheet, size_t column, enum sign sign,
		    enum style style);

/* Words from a column on, up to an end. They were drawn for this terminal. */
void text_sheet_words(struct text_sheet *sheet, size_t column, size_t end,
		      const char *words, enum style style);

/* The columns from one to another in which a line goes on, if they are not taken: the
 * first that are so many, else the widest. How many they are; *begin is the first. */
size_t text_sheet_gap(const struct text_sheet *sheet, size_t from, size_t to,
		      size_t wanted, size_t *begin);

/* What stands before a row. */
void text_sheet_gutter(const struct text_sheet *sheet, const char *name,
		       enum style style);

/* Writes the row and clears it: as much of it as has been; or all, as of an axis. */
void text_sheet_write(struct text_sheet *sheet);
void text_sheet_write_whole(struct text_sheet *sheet);

/* ---- text_lane.c ---- */

/* A lane; with rows, in rows of their own below it, what it was inside of. */
void text_sheet_lane(struct text_sheet *sheet, const struct lane *lane, bool stuck,
		     bool with_rows);

#endif
