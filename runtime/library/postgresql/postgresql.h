/*
 * A connection to PostgreSQL, by libpq's non-blocking calls: whatever it would wait
 * for, its socket is waited for, on the loop. No thread reads or writes it.
 */
#ifndef ASYNC_POSTGRESQL_H
#define ASYNC_POSTGRESQL_H

#include <libpq-fe.h>

#include "../database/driver.h"
#include "socket_watch.h"

struct postgresql_session {
	struct session session;
	PGconn *connection;
	struct watch *watch; /* of its socket; NULL: not watched */
	bool wants_rows;
	bool has_failed;         /* the statement has: its end is on its way */
	PGresult *result;        /* the row that is lent, or NULL */
	struct row_names *names; /* of the rows of this statement, or NULL */
	unsigned columns;
	enum database_kind *kinds; /* of the columns: what their types become */
	struct database_value *values;
};

static inline struct postgresql_session *postgresql_of(struct session *session)
{
	return (struct postgresql_session *)session;
}

/* Suspends until libpq is connected. Raises OperationalError, CancelledError; then the
 * caller has to close what there is. */
void postgresql_connect(struct postgresql_session *, const char *address);

/* Suspends until the socket can be read from, or written to (UV_READABLE, UV_WRITABLE).
 * Raises OperationalError if it is lost, CancelledError. */
void postgresql_wait(struct postgresql_session *, int events);

/* Raises what a failed result says, or what libpq says of the connection. */
_Noreturn void postgresql_raise_result(const PGresult *);
_Noreturn void postgresql_raise_connection(PGconn *);

/* Makes names and kinds of the columns of a result, which are the same for all rows of
 * a statement, and forgets them. Raises MemoryError. */
void postgresql_take_columns(struct postgresql_session *, const PGresult *);
void postgresql_forget_columns(struct postgresql_session *);
/* Fills the row from self->result. Raises MemoryError. */
void postgresql_take_row(struct postgresql_session *, struct row *);

#endif
