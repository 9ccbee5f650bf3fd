/* Who of the class list handed in what. */
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "class/class_list.h"
#include "show/json_text.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* A roster and a list that are being held against each other. */
struct joining {
	struct roster *roster;
	const struct class_list *list;
	char **squeezed; /* the name of each row, as Canvas makes it one word */
	size_t common;   /* letters that all entries begin with */
	const struct student **there; /* who is which row */
};

/* ---- names ---------------------------------------------------------------------- */

/* Of «Lovelace, Ada» Canvas makes «lovelaceada». What it makes of other letters is not
 * to be relied on. To be freed. */
static char *squeeze(const char *name)
{
	struct text text = { 0 };

	for (; *name; name++)
		if (isascii((unsigned char)*name) && isalnum((unsigned char)*name))
			text_add_format(&text, "%c", tolower((unsigned char)*name));
	return text_take(&text);
}

/* One whose name agrees; and their number, if the list has that. */
static size_t row_of_canvas(const struct joining *joining,
			    const struct exported *exported)
{
	const struct class_list *list = joining->list;
	char *wanted = squeeze(exported->whose);
	bool numbered = list->columns[LISTED_ID] != SIZE_MAX;
	size_t found = SIZE_MAX, count = 0;

	for (size_t i = 0; i < list->table.count; i++) {
		if (!class_list_is_student(list, i) ||
		    strcmp(joining->squeezed[i], wanted) != 0 ||
		    (numbered &&
		     strcmp(class_list_cell(list, i, LISTED_ID), exported->number) != 0))
			continue;
		found = i;
		count++;
	}
	numbered = numbered || *wanted;
	free(wanted);
	return count == 1 && numbered ? found : SIZE_MAX;
}

static size_t row_of_moodle(const struct joining *joining,
			    const struct exported *exported)
{
	char *participant = text_format("Participant %s", exported->number);
	size_t row = class_list_find(joining->list, participant);

	free(participant);
	return row == SIZE_MAX ? class_list_find(joining->list, exported->whose) : row;
}

static size_t row_of_gradescope(const struct joining *joining,
				const struct exported *exported)
{
	const char *cells[] = { exported->number, exported->email, exported->whose };
	size_t row = SIZE_MAX;

	for (size_t i = 0; row == SIZE_MAX && i < sizeof(cells) / sizeof(*cells); i++)
		if (cells[i] && *cells[i])
			row = class_list_find(joining->list, cells[i]);
	return row;
}

/* GitHub Classroom calls a folder «ASSIGNMENT-LOGIN», and both may have a «-»: the
 * assignment is the same in all. */
static size_t row_of_login(const struct joining *joining, const char *entry)
{
	const struct class_list *list = joining->list;
	const char *dash = entry;

	if (list->columns[LISTED_LOGIN] == SIZE_MAX)
		return SIZE_MAX;
	while ((dash = strchr(dash, '-')) && (size_t)(dash - entry) < joining->common) {
		size_t row = class_list_find(list, ++dash);

		if (row != SIZE_MAX &&
		    strcmp(class_list_cell(list, row, LISTED_LOGIN), dash) == 0)
			return row;
	}
	return SIZE_MAX;
}

/* By any of the ways to call what lies there. */
static size_t row_of(const struct joining *joining, const struct student *student)
{
	const char *entry = path_base(student->entries[0].path);
	size_t row;

	switch (student->exported.system) {
	case SYSTEM_MOODLE: return row_of_moodle(joining, &student->exported);
	case SYSTEM_CANVAS: return row_of_canvas(joining, &student->exported);
	case SYSTEM_GRADESCOPE: return row_of_gradescope(joining, &student->exported);
	case SYSTEM_NONE: break;
	}
	row = class_list_find(joining->list, student->name);
	if (row == SIZE_MAX)
		row = class_list_find(joining->list, entry);
	return row == SIZE_MAX ? row_of_login(joining, entry) : row;
}

/* ---- joining -------------------------------------------------------------------- */

static json_t *row_to_json(const struct class_list *list, size_t row)
{
	json_t *json = json_object();

	for (int i = 0; i < LISTED_COUNT; i++) {
		const char *cell = class_list_cell(list, row, (enum listed_as)i);

		if (*cell)
			json_set_text(json, listed_name((enum listed_as)i), cell);
	}
	return json;
}

static bool tell_twice(const struct joining *joining, size_t row,
		       const struct student *student, char **error)
{
	return text_error(error,
			  "«%s» and «%s» are both «%s» of the roster: put together what "
			  "is theirs, or take one away",
			  path_base(joining->there[row]->entries[0].path),
			  path_base(student->entries[0].path),
			  class_list_name(joining->list, row));
}

static bool find_rows(const struct joining *joining, char **error)
{
	for (size_t i = 0; i < joining->roster->count; i++) {
		struct student *student = &joining->roster->students[i];
		size_t row = row_of(joining, student);

		student->listed =
			row == SIZE_MAX ? json_null() : row_to_json(joining->list, row);
		if (row == SIZE_MAX)
			continue;
		if (joining->there[row])
			return tell_twice(joining, row, student, error);
		joining->there[row] = student;
	}
	return true;
}

static bool is_called(const struct roster *roster, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(roster->students[i].name, name) == 0)
			return true;
	return false;
}

/* Somebody else may be called like one of the list. */
static void add_missing(const struct joining *joining)
{
	const struct class_list *list = joining->list;
	struct roster *roster = joining->roster;
	size_t count = roster->count;

	for (size_t i = 0; i < list->table.count; i++) {
		const char *name = class_list_name(list, i);
		char *other = NULL;

		if (joining->there[i] || !class_list_is_student(list, i))
			continue;
		if (is_called(roster, count, name))
			other = text_format("%s/line %zu", name,
					    list->table.rows[i].line);
		roster_add_missing(roster, other ? other : name, row_to_json(list, i));
		free(other);
	}
}

/* How many letters all entries begin with; of one alone it may be any. */
static size_t common_letters(const struct roster *roster)
{
	const char *first = path_base(roster->students[0].entries[0].path);
	size_t common = strlen(first);

	for (size_t i = 1; i < roster->count; i++) {
		const char *entry = path_base(roster->students[i].entries[0].path);
		size_t same = 0;

		while (same < common && entry[same] == first[same])
			same++;
		common = same;
	}
	return common;
}

bool roster_join(struct roster *roster, const struct class_list *list, char **error)
{
	struct joining joining = {
		.roster = roster,
		.list = list,
		.squeezed = memory_new(list->table.count, sizeof(char *)),
		.there = memory_new(list->table.count, sizeof(struct student *)),
		.common = roster->count ? common_letters(roster) : 0,
	};
	bool good;

	for (size_t i = 0; i < list->table.count; i++)
		joining.squeezed[i] = squeeze(class_list_name(list, i));
	good = find_rows(&joining, error);
	if (good) {
		/* It moves the students that were found. */
		add_missing(&joining);
		roster_sort(roster);
	}
	for (size_t i = 0; i < list->table.count; i++)
		free(joining.squeezed[i]);
	free(joining.squeezed);
	free(joining.there);
	return good;
}
