/*
 * Comma-separated values, by RFC 4180.
 *
 * A spreadsheet takes a cell that begins with =, +, -, @, a tab or a carriage return for
 * a formula, which somebody's name may not become: such a cell gets an apostrophe before
 * it (OWASP, «CSV injection»).
 */
#ifndef COURSE_CLASS_CSV_H
#define COURSE_CLASS_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A cell of anybody's text, which is drawn but for its line ends. */
void csv_text(FILE *stream, const char *text);

/* A cell of ours: a number, or a word without quotes and commas. */
void csv_plain(FILE *stream, const char *text);

/* The next cell follows; the row is at its end. */
void csv_next(FILE *stream);
void csv_end(FILE *stream);

/* ---- reading ---- */

struct csv_row {
	char **cells; /* without blanks around them */
	size_t count;
	size_t line; /* in the file, from 1 */
};

struct csv_table {
	struct csv_row *rows;
	size_t count;
};

/* A file of UTF-8, whose cells are separated by commas, semicolons or tabs: whichever
 * its first line has most of. False, with «file:line: sentence». */
bool csv_read(struct csv_table *table, const char *path, char **error);
void csv_table_free(struct csv_table *table);

#endif
