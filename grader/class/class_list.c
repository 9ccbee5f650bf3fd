#include "class/class_list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text/composed.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* A cell that may tell who a row is. */
struct listed_cell {
	const char *text;
	size_t row;
};

/* What columns are called by Canvas, Moodle and people; the first of a kind counts. */
static const struct {
	const char *title;
	enum listed_as what;
} titles[] = {
	{ "student", LISTED_NAME },        { "student name", LISTED_NAME },
	{ "full name", LISTED_NAME },      { "name", LISTED_NAME },
	{ "folder", LISTED_NAME },         { "id", LISTED_ID },
	{ "sis user id", LISTED_SIS_ID },  { "id number", LISTED_SIS_ID },
	{ "idnumber", LISTED_SIS_ID },     { "sis login id", LISTED_LOGIN },
	{ "username", LISTED_LOGIN },      { "login", LISTED_LOGIN },
	{ "section", LISTED_SECTION },     { "group", LISTED_SECTION },
	{ "email address", LISTED_EMAIL }, { "email", LISTED_EMAIL },
	{ "e-mail", LISTED_EMAIL },        { "github_username", LISTED_LOGIN },
	{ "first name", LISTED_FIRST },    { "last name", LISTED_LAST },
	{ "surname", LISTED_LAST },
};

static const char *const names[LISTED_COUNT] = {
	[LISTED_NAME] = "name",       [LISTED_ID] = "id",
	[LISTED_SIS_ID] = "sis_id",   [LISTED_LOGIN] = "login",
	[LISTED_SECTION] = "section", [LISTED_EMAIL] = "email",
	[LISTED_FIRST] = "first",     [LISTED_LAST] = "last",
};

const char *listed_name(enum listed_as what)
{
	return names[what];
}

/* ---- the columns ---------------------------------------------------------------- */

static enum listed_as kind_of(const char *title)
{
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (strcasecmp(titles[i].title, title) == 0)
			return titles[i].what;
	return LISTED_COUNT;
}

/* If the first row names a column that we know, it is a head. */
static void take_head(struct class_list *list)
{
	const struct csv_row *head = &list->table.rows[0];

	for (int i = 0; i < LISTED_COUNT; i++)
		list->columns[i] = SIZE_MAX;
	for (size_t i = 0; i < head->count; i++) {
		enum listed_as what = kind_of(head->cells[i]);

		if (what == LISTED_COUNT)
			continue;
		list->first = 1;
		if (list->columns[what] == SIZE_MAX)
			list->columns[what] = i;
	}
}

/* One whose name stands in two columns gets one with all of it. */
static void add_whole_names(struct class_list *list)
{
	size_t column = 0;

	if (list->columns[LISTED_NAME] != SIZE_MAX ||
	    list->columns[LISTED_FIRST] == SIZE_MAX ||
	    list->columns[LISTED_LAST] == SIZE_MAX)
		return;
	for (size_t i = 0; i < list->table.count; i++)
		if (list->table.rows[i].count > column)
			column = list->table.rows[i].count;
	for (size_t i = list->first; i < list->table.count; i++) {
		struct csv_row *row = &list->table.rows[i];
		char *name = text_format("%s %s", class_list_cell(list, i, LISTED_FIRST),
					 class_list_cell(list, i, LISTED_LAST));

		row->cells = memory_resize(row->cells, column + 1, sizeof(char *));
		while (row->count < column)
			row->cells[row->count++] = memory_copy_text("");
		row->cells[row->count++] = name;
	}
	list->columns[LISTED_NAME] = column;
}

const char *class_list_cell(const struct class_list *list, size_t row,
			    enum listed_as what)
{
	const struct csv_row *cells = &list->table.rows[row];
	size_t column = list->columns[what];

	return column < cells->count ? cells->cells[column] : "";
}

/* Canvas has a row that is no student's, and empty ones are nobody's. */
bool class_list_is_student(const struct class_list *list, size_t row)
{
	const struct csv_row *cells = &list->table.rows[row];
	bool any = false;

	if (row < list->first ||
	    (cells->count && strstr(cells->cells[0], "Points Possible")))
		return false;
	for (size_t i = 0; i < cells->count; i++)
		any |= *cells->cells[i] != '\0';
	return any;
}

/* What a student is called of whom nothing lies there. */
const char *class_list_name(const struct class_list *list, size_t row)
{
	const struct csv_row *cells = &list->table.rows[row];
	const char *name = class_list_cell(list, row, LISTED_NAME);

	for (size_t i = 0; !*name && i < cells->count; i++)
		name = cells->cells[i];
	return name;
}

/* ---- who is who ----------------------------------------------------------------- */

static int by_text(const void *one, const void *other)
{
	return strcmp(((const struct listed_cell *)one)->text,
		      ((const struct listed_cell *)other)->text);
}

static void add_cells(struct class_list *list, size_t row)
{
	const struct csv_row *cells = &list->table.rows[row];

	for (size_t i = 0; i < cells->count; i++)
		if (*cells->cells[i])
			list->cells[list->cell_count++] =
				(struct listed_cell){ cells->cells[i], row };
}

static void sort_cells(struct class_list *list)
{
	size_t most = 0;

	for (size_t i = 0; i < list->table.count; i++)
		most += list->table.rows[i].count;
	list->cells = memory_new(most, sizeof(*list->cells));
	for (size_t i = 0; i < list->table.count; i++)
		if (class_list_is_student(list, i))
			add_cells(list, i);
	if (list->cell_count)
		qsort(list->cells, list->cell_count, sizeof(*list->cells), by_text);
}

static size_t find_composed(const struct class_list *list, const char *name)
{
	struct listed_cell wanted = { name, 0 };
	const struct listed_cell *end = list->cells + list->cell_count;
	const struct listed_cell *found, *at;

	found = list->cell_count ? bsearch(&wanted, list->cells, list->cell_count,
					   sizeof(*list->cells), by_text)
				 : NULL;
	if (!found)
		return SIZE_MAX;
	for (at = found; at > list->cells && by_text(at - 1, found) == 0; at--)
		if (at[-1].row != found->row)
			return SIZE_MAX;
	for (at = found + 1; at < end && by_text(at, found) == 0; at++)
		if (at->row != found->row)
			return SIZE_MAX;
	return found->row;
}

size_t class_list_find(const struct class_list *list, const char *name)
{
	char *composed = text_composed(name);
	size_t row = find_composed(list, composed);

	free(composed);
	return row;
}

/* Two of one name could not be told apart. */
static bool expect_different(const struct class_list *list, const char *path,
			     char **error)
{
	for (size_t i = 0; i < list->table.count; i++) {
		const char *name = class_list_name(list, i);

		if (class_list_is_student(list, i) &&
		    class_list_find(list, name) == SIZE_MAX)
			return text_error(error,
					  "%s:%zu: «%s» stands in another row, too, and "
					  "does not say who it is",
					  path, list->table.rows[i].line, name);
	}
	return true;
}

/* As names are: see class/roster.h. */
static void compose_cells(const struct csv_table *table)
{
	for (size_t i = 0; i < table->count; i++)
		for (size_t k = 0; k < table->rows[i].count; k++) {
			char *composed = text_composed(table->rows[i].cells[k]);

			free(table->rows[i].cells[k]);
			table->rows[i].cells[k] = composed;
		}
}

bool class_list_read(struct class_list *list, const char *path, char **error)
{
	*list = (struct class_list){ 0 };
	if (!csv_read(&list->table, path, error))
		return false;
	compose_cells(&list->table);
	if (list->table.count)
		take_head(list);
	if (list->first)
		add_whole_names(list);
	sort_cells(list);
	if (!list->cell_count)
		text_error(error, "%s names no student", path);
	else if (expect_different(list, path, error))
		return true;
	class_list_free(list);
	return false;
}

void class_list_free(struct class_list *list)
{
	csv_table_free(&list->table);
	free(list->cells);
	*list = (struct class_list){ 0 };
}
