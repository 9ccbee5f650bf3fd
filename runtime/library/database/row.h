/*
 * Rows, from inside: names and values, and the memory of texts that were made on
 * demand.
 */
#ifndef ASYNC_DATABASE_ROW_H
#define ASYNC_DATABASE_ROW_H

#include <async/database.h>

#include "kept.h"

/* What the columns of a query are called. Shared by its rows. */
struct row_names {
	unsigned references;
	unsigned count;
	char *name[];
};

/* A text that a row had to make; freed with the row. */
struct row_scrap {
	struct row_scrap *next;
	char text[];
};

struct row {
	const struct row_names *names;
	const struct database_value *values;
	struct row_scrap *scraps;
	struct kept kept; /* of database_fetch_row */
};

/* Takes names, copies them. Raises MemoryError. */
struct row_names *row_names_new(unsigned count, const char *(*name)(void *, unsigned),
				void *argument);
void row_names_release(struct row_names *); /* NULL is allowed */

/* Room for so many bytes, that lives as long as the row. Raises MemoryError. */
char *row_room(struct row *, size_t size);
/* The row is another from now on, or is gone. */
void row_clear(struct row *);

/* A row of its own, with all that it needs, in one piece of memory but for the names.
 * To be freed by row_copy_free. Raises MemoryError. */
struct row *row_copy(const struct row *);
void row_copy_free(struct row *);

#endif
