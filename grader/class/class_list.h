/*
 * The class list: who is in a class, from a file with comma-separated values, as Canvas,
 * Moodle and spreadsheets write it.
 *
 * A row is a student. What they hand in lies in a folder, file or archive that is called
 * as one of the cells is: the name, the login, a number. (Only a cell that no other row
 * has tells who it is.) The first row may say what the columns are; «Student», «ID», «SIS
 * User ID», «SIS Login ID», «Section», «Username», «Email address» and the like are
 * known, and stand in the reports that want them. Cells are separated by commas,
 * semicolons or tabs, and quoted by RFC 4180.
 */
#ifndef COURSE_CLASS_CLASS_LIST_H
#define COURSE_CLASS_CLASS_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "class/csv.h"
#include "class/roster.h"

/* What a column may say of a student. */
enum listed_as {
	LISTED_NAME,
	LISTED_ID,
	LISTED_SIS_ID,
	LISTED_LOGIN,
	LISTED_SECTION,
	LISTED_EMAIL,
	LISTED_FIRST, /* name; with the last one it makes LISTED_NAME, if there is none */
	LISTED_LAST,
	LISTED_COUNT,
};

struct class_list {
	struct csv_table table;
	size_t first;                 /* the row of the first student */
	size_t columns[LISTED_COUNT]; /* SIZE_MAX: there is none */
	/* The rows in the order of each cell that tells who it is. */
	struct listed_cell *cells;
	size_t cell_count;
};

/* False, with a sentence, if it cannot be read, or two rows have one name. */
bool class_list_read(struct class_list *list, const char *path, char **error);
void class_list_free(struct class_list *list);

/* The row of the student who is called so, or SIZE_MAX. */
size_t class_list_find(const struct class_list *list, const char *name);

/* What the list says of the row's student; "" if nothing. */
const char *class_list_cell(const struct class_list *list, size_t row,
			    enum listed_as what);

/* The name by which assignment.json and reports know the column. */
const char *listed_name(enum listed_as what);

/* Is the row a student's, and what are they called of whom nothing lies there? */
bool class_list_is_student(const struct class_list *list, size_t row);
const char *class_list_name(const struct class_list *list, size_t row);

/* Tells each of the roster its row, and adds those of whom nothing lies there. Whose work
 * a course system has exported is found by what it says of them. False, with a sentence,
 * if two would be the same one of the list. */
bool roster_join(struct roster *roster, const struct class_list *list, char **error);

#endif
