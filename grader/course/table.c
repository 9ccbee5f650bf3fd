#include "course/table.h"

#include <stdlib.h>
#include <string.h>

#include "course/document.h"
#include "text/memory.h"

enum { MOST_COLUMNS = 16 };

static bool is_break(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

/* ---- is it one? --------------------------------------------------------- */

/* Its own text, without that of what is in it; "" if it has none. */
static const char *text_of(cmark_node *node)
{
	const char *text = cmark_node_get_type(node) == CMARK_NODE_TEXT
				   ? cmark_node_get_literal(node)
				   : NULL;

	return text ? text : "";
}

static cmark_node *next_row(cmark_node *node)
{
	while (node && !is_break(node))
		node = cmark_node_next(node);
	return node ? cmark_node_next(node) : NULL;
}

/* Bars, hyphens, colons and spaces, and at least one hyphen. */
static bool is_rule(cmark_node *node)
{
	bool hyphens = false;

	for (; node && !is_break(node); node = cmark_node_next(node)) {
		const char *text = text_of(node);

		if (!*text || strspn(text, "|-: \t") != strlen(text))
			return false;
		hyphens = hyphens || strchr(text, '-');
	}
	return hyphens;
}

bool table_is(cmark_node *paragraph)
{
	cmark_node *first;

	if (cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH)
		return false;
	first = cmark_node_first_child(paragraph);
	return first && *text_of(first) == '|' && is_rule(next_row(first));
}

/* ---- taking it apart ---------------------------------------------------- */

/* A table under reading: the cell that what comes next belongs to. */
struct taking {
	struct table *table;
	bool begun; /* the bar that the row begins with was seen */
	size_t column;
};

static size_t bars_of(cmark_node *node)
{
	size_t bars = 0;

	for (; node && !is_break(node); node = cmark_node_next(node))
		for (const char *at = text_of(node); (at = strchr(at, '|')); at++)
			bars++;
	return bars;
}

/* By the line below the head, which has a bar at each end. */
static void read_sides(struct table *table, cmark_node *node)
{
	char *rule, *cell, *rest = NULL;
	size_t column = 0;
	cmark_node *line = cmark_node_new(CMARK_NODE_PARAGRAPH), *next;

	for (; node && !is_break(node); node = next) {
		next = cmark_node_next(node);
		cmark_node_append_child(line, node);
	}
	rule = document_text(line);
	for (cell = strtok_r(rule, "|", &rest); cell && column < table->columns;
	     cell = strtok_r(NULL, "|", &rest), column++) {
		const char *from = cell + strspn(cell, " \t");
		bool left = *from == ':';
		bool right = *from && from[strcspn(from, " \t") - 1] == ':';

		table->sides[column] = !right ? TABLE_LEFT
				       : left ? TABLE_MIDDLE
					      : TABLE_RIGHT;
	}
	cmark_node_free(line);
	free(rule);
}

static void add_row(struct taking *taking)
{
	struct table *table = taking->table;

	table->cells = memory_resize(table->cells, (table->rows + 1) * table->columns,
				     sizeof(cmark_node *));
	for (size_t i = 0; i < table->columns; i++)
		table->cells[table->rows * table->columns + i] =
			cmark_node_new(CMARK_NODE_PARAGRAPH);
	table->rows++;
	taking->begun = false;
	taking->column = 0;
}

/* Behind the last bar of a row there is no cell. */
static void add_to_cell(struct taking *taking, cmark_node *node)
{
	cmark_node *cell = taking->column < taking->table->columns
				   ? table_cell(taking->table, taking->table->rows - 1,
						taking->column)
				   : NULL;

	if (!cell || !cmark_node_append_child(cell, node))
		cmark_node_free(node);
}

/* White space at the ends of a cell is not of it. */
static void add_text(struct taking *taking, const char *from, const char *to, bool last)
{
	cmark_node *node;
	char *piece;

	if (from == to)
		return;
	if (last)
		while (to > from && to[-1] == ' ')
			to--;
	node = cmark_node_new(CMARK_NODE_TEXT);
	piece = memory_copy_bytes(from, (size_t)(to - from));
	cmark_node_set_literal(node, piece);
	free(piece);
	add_to_cell(taking, node);
}

/* The text between two pieces of markup, cut at its bars. */
static void take_text(struct taking *taking, cmark_node *node)
{
	const char *at = text_of(node);

	for (;;) {
		const char *bar = strchr(at, '|');

		if (taking->begun)
			add_text(taking, at, bar ? bar : at + strlen(at), bar != NULL);
		if (!bar)
			break;
		if (taking->begun)
			taking->column++;
		taking->begun = true;
		at = bar + 1 + strspn(bar + 1, " ");
	}
	cmark_node_free(node);
}

/* What stands in one row, up to the line end; returns what is behind that. */
static cmark_node *take_row(struct taking *taking, cmark_node *node)
{
	cmark_node *next;

	add_row(taking);
	for (; node && !is_break(node); node = next) {
		next = cmark_node_next(node);
		if (cmark_node_get_type(node) == CMARK_NODE_TEXT)
			take_text(taking, node);
		else
			add_to_cell(taking, node);
	}
	return node ? cmark_node_next(node) : NULL;
}

void table_take(cmark_node *paragraph, struct table *table)
{
	struct taking taking = { .table = table };
	cmark_node *node, *below;
	size_t bars;

	cmark_consolidate_text_nodes(paragraph);
	node = cmark_node_first_child(paragraph);
	bars = bars_of(node);
	*table = (struct table){ 0 };
	table->columns = bars < 2 ? 1 : bars - 1 > MOST_COLUMNS ? MOST_COLUMNS : bars - 1;
	table->sides = memory_new(table->columns, sizeof(*table->sides));
	node = take_row(&taking, node);
	below = next_row(node);
	read_sides(table, node);
	for (node = below; node;)
		node = take_row(&taking, node);
	while ((node = cmark_node_first_child(paragraph)))
		cmark_node_free(node);
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->rows * table->columns; i++)
		cmark_node_free(table->cells[i]);
	free(table->cells);
	free(table->sides);
	*table = (struct table){ 0 };
}

cmark_node *table_cell(const struct table *table, size_t row, size_t column)
{
	return table->cells[row * table->columns + column];
}
