/*
 * What a kind of database must be able to do. Above it stand connections, queries,
 * transactions and pools, which are the same for all; a driver knows nothing of them.
 */
#ifndef ASYNC_DATABASE_DRIVER_H
#define ASYNC_DATABASE_DRIVER_H

#include <async/database.h>

#include "exception.h"
#include "row.h"

/* A connection, as the driver sees it: the first member of its own struct. */
struct session {
	const struct database_driver *driver;
	bool is_lost;      /* it is good for nothing but close */
	bool is_busy;      /* a statement was begun and has not ended */
	long long changes; /* rows that the last statement has changed */
};

struct database_driver {
	/* Does it understand such an address? */
	bool (*takes)(const char *address);
	/* Suspends; raises DatabaseError, and then leaves nothing behind. */
	struct session *(*open)(const char *address);
	/* Frees it, at once, if need be by waiting for a disk. */
	void (*drop)(struct session *);
	/* The same, without holding up the loop. Suspends; raises CancelledError at
	 * most, when it is done. NULL: drop does not hold it up. */
	void (*close)(struct session *);

	/* Begins a statement, which stays where it is until it has ended. Whether its
	 * rows are wanted, or only what it does. Suspends; raises. */
	void (*begin)(struct session *, const struct database_statement *,
		      bool wants_rows);
	/* The next row, lent until the next call; false: the statement has ended, and
	 * `changes` says what it has changed. Suspends; raises. */
	bool (*next_row)(struct session *, struct row *);
	/* What is left of a statement that has not ended is given up: then the session
	 * can be used again, or is lost. Suspends; raises CancelledError at most, when
	 * it is done. */
	void (*finish)(struct session *);

	/* What begins a transaction; and is one open? Neither suspends. */
	const char *(*transaction)(const struct session *);
	bool (*in_transaction)(const struct session *);
};

extern const struct database_driver sqlite_driver;
/* Stands in another part, which may not have been built: then it is NULL. */
extern const struct database_driver postgresql_driver __attribute__((weak));

#endif
