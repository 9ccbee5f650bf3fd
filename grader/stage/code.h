/*
 * A block of code on a sheet: coloured, its moments apart from its lines.
 */
#ifndef COURSE_STAGE_CODE_H
#define COURSE_STAGE_CODE_H

#include <cmark.h>

#include "stage/sheet.h"
#include "text/code_token.h"

/* Begins in the sheet's last line; all lines stand at `indent`. What is too long for
 * the terminal goes on below (stage/code_line.h). */
void code_lay_out(struct sheet *sheet, cmark_node *block, size_t indent);

/* The same of any text, which has no line end at its end. */
void code_add(struct sheet *sheet, enum code_language language, const char *text,
	      size_t indent);

#endif
