/*
 * A line of code on a sheet: where it is too long for the terminal it goes on below,
 * after a mark, further in.
 *
 * It is broken between words, outside of strings if that can be had, as a person would
 * break it.
 */
#ifndef COURSE_STAGE_CODE_LINE_H
#define COURSE_STAGE_CODE_LINE_H

#include "stage/sheet.h"
#include "text/text.h"

/* Zero it to begin. */
struct code_line {
	struct text bytes;
	struct text styles; /* a byte for each of them: its enum style */
};

/* Goes on with these bytes: no line end, no tab. */
void code_line_add(struct code_line *line, enum style style, const char *bytes,
		   size_t length);

/* Writes it into the sheet's last line, from column `indent` on, and what does not fit
 * into new ones, `hang` columns further in. It is empty then. */
void code_line_place(struct code_line *line, struct sheet *sheet, size_t indent,
		     size_t hang);

#endif
