/*
 * A table, which CommonMark does not know: a paragraph that is written as
 *
 *   | Python | C |
 *   |---|---|
 *   | `async with` | `async_with` |
 *
 * A row is a line. A cell ends at a bar; not at one inside of `code`. Colons in
 * the line below the head put a column to the left, the middle or the right.
 */
#ifndef COURSE_COURSE_TABLE_H
#define COURSE_COURSE_TABLE_H

#include <cmark.h>
#include <stdbool.h>
#include <stddef.h>

enum table_side {
	TABLE_LEFT,
	TABLE_MIDDLE,
	TABLE_RIGHT,
};

struct table {
	cmark_node *
		*cells; /* rows times columns, the head first: paragraphs, some empty */
	enum table_side *sides; /* of each column */
	size_t rows;            /* without the line below the head */
	size_t columns;
};

/* Is this paragraph a table? */
bool table_is(cmark_node *paragraph);

/* Takes a table apart: what stands in the paragraph goes over to the cells, and
 * the paragraph is left empty. To be freed. */
void table_take(cmark_node *paragraph, struct table *table);
void table_free(struct table *table);

cmark_node *table_cell(const struct table *table, size_t row, size_t column);

#endif
