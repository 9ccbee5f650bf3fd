#include <async/database.h>

#include <stdlib.h>
#include <string.h>

#include "connection.h"

/* Here, these are the functions. */
#undef database_execute
#undef database_fetch
#undef database_fetch_row
#undef database_query

/* ---- parameters ---- */

struct database_value database_text_(const char *text)
{
	if (!text)
		return (struct database_value){ .kind = DATABASE_NULL };
	return (struct database_value){ .kind = DATABASE_TEXT,
					.length = strlen(text),
					.text = text };
}

struct database_value database_null_(const void *null)
{
	if (null)
		raise (TypeError, "a void * is no parameter, unless it is NULL: "
				 "write database_blob(bytes, length)");
	return (struct database_value){ .kind = DATABASE_NULL };
}

struct database_value database_blob(const void *bytes, size_t length)
{
	return (struct database_value){ .kind = DATABASE_BLOB,
					.length = length,
					.bytes = bytes };
}

/* ---- the statement's rows, one after another ---- */

/* Goes through the rows of a statement, up to the first for which `take` gives false.
 * NULL: they are not wanted. Gives how many rows were changed. */
static long long run(struct database *db, const struct database_statement *statement,
		     bool (*take)(struct row *, void *), void *argument)
{
	struct connection *connection = connection_of(db);
	struct row row = { 0 };
	unsigned long claim = connection_claim(connection);
	volatile long long changes = 0;

	try {
		connection_begin(connection, statement, take != NULL);
		while (connection_next(connection, claim, &row))
			if (!take(&row, argument))
				break;
		changes = connection->session->changes;
	} finally {
		row_clear(&row);
		connection_give_back(connection, claim);
	} end_try
	return changes;
}

async_define (long long, database_execute, (struct database *, db),
	     (struct database_statement, statement))
{
	return run(db, &statement, NULL, NULL);
}

async_generator (struct row *, database_query, (struct database *, db),
		(struct database_statement, statement))
{
	struct connection *connection = connection_of(db);
	struct row row = { 0 };
	unsigned long claim = connection_claim(connection);

	try {
		connection_begin(connection, &statement, true);
		while (connection_next(connection, claim, &row))
			yield (&row);
	} finally {
		row_clear(&row);
		connection_give_back(connection, claim);
	} end_try
}

AsyncGenerator(struct row *)
	database_query_(struct database *db, struct database_statement statement)
{
	return database_query(db, statement);
}

/* ---- all rows ---- */

struct kept_rows {
	struct rows rows;
	struct kept kept;
	size_t capacity;
};

static void free_rows(struct kept_rows *all)
{
	for (size_t i = 0; i < all->rows.count; i++)
		row_copy_free(all->rows.row[i]);
	free(all->rows.row);
	free(all);
}

static void free_kept_rows(struct kept *kept)
{
	free_rows((struct kept_rows *)((char *)kept - offsetof(struct kept_rows, kept)));
}

void rows_free(struct rows *rows)
{
	struct kept_rows *all = (struct kept_rows *)rows;

	if (!all)
		return;
	kept_remove(&all->kept);
	free_rows(all);
}

static void grow(struct kept_rows *all)
{
	size_t capacity = all->capacity ? all->capacity * 2 : 16;
	struct row **row = realloc(all->rows.row, capacity * sizeof(struct row *));

	if (!row)
		raise (MemoryError, "no room for %zu rows", capacity);
	all->rows.row = row;
	all->capacity = capacity;
}

static bool append_row(struct row *row, void *argument)
{
	struct kept_rows *all = argument;

	if (all->rows.count == all->capacity)
		grow(all);
	all->rows.row[all->rows.count] = row_copy(row);
	all->rows.count++;
	return true;
}

async_define (struct rows *, database_fetch, (struct database *, db),
	     (struct database_statement, statement))
{
	struct kept_rows *all = calloc(1, sizeof *all);

	if (!all)
		raise (MemoryError, "no room for rows");
	kept_add(&all->kept, free_kept_rows);
	try {
		run(db, &statement, append_row, all);
	} except (BaseException) {
		rows_free(&all->rows);
		raise ();
	} end_try
	return &all->rows;
}

/* ---- the first row ---- */

static bool take_first(struct row *row, void *first)
{
	*(struct row **)first = row_copy(row);
	return false;
}

/* Owned by the caller; NULL: there is none. */
static struct row *fetch_first(struct database *db,
			       const struct database_statement *statement)
{
	struct row *volatile first = NULL;

	try {
		run(db, statement, take_first, (void *)&first);
	} except (BaseException) {
		if (first)
			row_copy_free(first);
		raise ();
	} end_try
	return first;
}

static void free_kept_row(struct kept *kept)
{
	row_copy_free((struct row *)((char *)kept - offsetof(struct row, kept)));
}

void row_free(struct row *row)
{
	if (!row)
		return;
	kept_remove(&row->kept);
	row_copy_free(row);
}

async_define (struct row *, database_fetch_row, (struct database *, db),
	     (struct database_statement, statement))
{
	struct row *first = fetch_first(db, &statement);

	if (first)
		kept_add(&first->kept, free_kept_row);
	return first;
}

/* ---- its first column ---- */

/* Has `read` read it from the row, which is freed then. */
static void read_value(struct row *row, void (*read)(struct row *, void *), void *result)
{
	if (!row)
		raise (LookupError, "there is no row to take a value from");
	try {
		read(row, result);
	} finally {
		row_copy_free(row);
	} end_try
}

static void read_integer(struct row *row, void *result)
{
	*(long long *)result = row_integer(row, 0);
}

async_define (long long, database_fetch_integer, (struct database *, db),
	     (struct database_statement, statement))
{
	long long result = 0;

	read_value(fetch_first(db, &statement), read_integer, &result);
	return result;
}

static void read_real(struct row *row, void *result)
{
	*(double *)result = row_real(row, 0);
}

async_define (double, database_fetch_real, (struct database *, db),
	     (struct database_statement, statement))
{
	double result = 0;

	read_value(fetch_first(db, &statement), read_real, &result);
	return result;
}

static void read_text(struct row *row, void *result)
{
	const char *text = row_text(row, 0);

	if (!text)
		return;
	*(char **)result = strdup(text);
	if (!*(char **)result)
		raise (MemoryError, "no room for a text");
}

async_define (char *, database_fetch_text, (struct database *, db),
	     (struct database_statement, statement))
{
	struct row *row = fetch_first(db, &statement);
	char *result = NULL;

	if (row)
		read_value(row, read_text, &result);
	return result;
}
