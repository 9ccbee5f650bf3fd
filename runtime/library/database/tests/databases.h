/*
 * The databases that a test is run on: first SQLite, then PostgreSQL, whose server is
 * started for it. Without one, the test says that it was left out.
 */
#ifndef DATABASES_H
#define DATABASES_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <setjmp.h>

#include <cmocka.h>

#include <async.h>
#include <async/database.h>

/* Of the database under test. */
extern const char *address;
bool is_postgresql(void);

/* Runs tests on SQLite, and the same or others on PostgreSQL; gives how many have
 * failed. */
#define run_on_databases(tests) run_on_each(tests, tests)
#define run_on_each(on_sqlite, on_postgresql)                                            \
	run_on_each_(on_sqlite, sizeof on_sqlite / sizeof *on_sqlite, on_postgresql,     \
		     sizeof on_postgresql / sizeof *on_postgresql)
int run_on_each_(const struct CMUnitTest *on_sqlite, size_t sqlite_count,
		 const struct CMUnitTest *on_postgresql, size_t postgresql_count);

/* Makes the table `items (id, name, price, data)` anew, with three rows in it:
 * 1 'bolt' 0.25 NULL, 2 'nut' 0.5 NULL, 3 'nail' NULL NULL. */
async_declare (void, make_items, (struct database *, db));

/* How many items there are, by a connection of its own; outside of async_run. */
int count_items(void);

/* A folder for files, which is removed at the end. */
const char *test_folder(void);

#endif
