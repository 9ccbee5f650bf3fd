#include <async/database.h>

#include "connection.h"

#include <stdlib.h>
#include <string.h>

#include "loop.h"

/* ---- its memory ---- */

/* So many that are over are not freed yet, lest their late use goes unseen. */
#define GRAVES 64

static _Thread_local struct connection *graves[GRAVES];
static _Thread_local unsigned next_grave;

static void free_connection(struct connection *connection)
{
	free(connection->address);
	free(connection);
}

/* At the end of async_run. */
static void end_with_loop(struct kept *kept)
{
	struct connection *connection =
		(struct connection *)((char *)kept - offsetof(struct connection, kept));

	memset(graves, 0, sizeof graves);
	if (connection->session)
		connection->session->driver->drop(connection->session);
	free_connection(connection);
}

static void free_if_done_with(struct connection *connection)
{
	if (connection->references > 0 || !connection->is_over)
		return;
	kept_remove(&connection->kept);
	free_connection(connection);
}

void connection_release(struct connection *connection)
{
	struct connection *oldest = graves[next_grave];

	if (connection->is_released || connection->is_pooled)
		return;
	connection->is_released = true;
	graves[next_grave] = connection;
	next_grave = (next_grave + 1) % GRAVES;
	if (!oldest)
		return;
	oldest->is_over = true;
	free_if_done_with(oldest);
}

struct connection *connection_new(const char *address, int number)
{
	struct connection *connection = calloc(1, sizeof *connection);

	if (connection)
		connection->address = strdup(address);
	if (!connection || !connection->address) {
		free(connection);
		raise (MemoryError, "no room for a connection to '%s'", address);
	}
	connection->database.number = number;
	kept_add(&connection->kept, end_with_loop);
	return connection;
}

/* ---- opening and closing ---- */

static const struct database_driver *driver_of(const char *address)
{
	if (sqlite_driver.takes(address))
		return &sqlite_driver;
	if (strncmp(address, "postgresql:", 11) != 0 &&
	    strncmp(address, "postgres:", 9) != 0)
		raise (ValueError,
		      "'%s' is no address of a database: write postgresql://…, or the "
		      "path of an SQLite file",
		      address);
	if (!&postgresql_driver)
		raise (OperationalError,
		      "this program was built without PostgreSQL: install libpq-dev, "
		      "run make, and compile it again");
	return &postgresql_driver;
}

void connection_open(struct connection *connection)
{
	const struct database_driver *driver = driver_of(connection->address);

	connection->session = driver->open(connection->address);
	connection->transactions = 0;
}

static void finish_session(void *argument)
{
	struct session *session = argument;

	if (session->is_busy && !session->is_lost)
		session->driver->finish(session);
}

/* Who reads the rows of a statement will find another claim. */
static struct session *take_session(struct connection *connection)
{
	struct session *session = connection->session;

	connection->session = NULL;
	connection->is_claimed = false;
	connection->claim++;
	connection->transactions = 0;
	return session;
}

static void wait_until_no_one_works(struct connection *connection)
{
	while (connection->is_working) {
		struct waiter waiter;
		struct exception *cancelled = line_wait(&connection->closers, &waiter);

		if (cancelled)
			exception_pass_on(cancelled);
	}
}

void connection_close(struct connection *connection)
{
	struct exception *cancelled;
	struct session *session;

	wait_until_no_one_works(connection);
	if (!connection->session)
		return;
	session = take_session(connection);
	cancelled = exception_caught(finish_session, session);
	if (session->driver->close && !cancelled)
		session->driver->close(session);
	else
		session->driver->drop(session);
	if (cancelled)
		exception_pass_on(cancelled);
}

void connection_drop(struct connection *connection)
{
	struct session *session = take_session(connection);

	if (session)
		session->driver->drop(session);
}

/* ---- one statement ---- */

void connection_check(const struct connection *connection)
{
	if (!connection->session)
		raise (InterfaceError, "the connection is closed");
	if (connection->session->is_lost)
		raise (OperationalError, "the connection to the database was lost");
	if (connection->is_claimed)
		raise (InterfaceError,
		      "another statement of this connection is still under way: end it, "
		      "or its loop, first, or take a second connection");
}

unsigned long connection_claim(struct connection *connection)
{
	connection_check(connection);
	connection->is_claimed = true;
	connection->references++;
	return ++connection->claim;
}

void connection_begin(struct connection *connection,
		      const struct database_statement *statement, bool wants_rows)
{
	struct session *session = connection->session;

	connection->is_working = true;
	session->changes = 0;
	session->driver->begin(session, statement, wants_rows);
	connection->is_working = false;
}

bool connection_next(struct connection *connection, unsigned long claim, struct row *row)
{
	struct session *session = connection->session;
	bool more;

	if (connection->claim != claim)
		raise (InterfaceError,
		      "the connection was closed while its rows were read");
	row_clear(row);
	connection->is_working = true;
	more = session->driver->next_row(session, row);
	connection->is_working = false;
	return more;
}

void connection_give_back(struct connection *connection, unsigned long claim)
{
	struct exception *raised = NULL;

	if (connection->claim == claim) {
		connection->is_working = true;
		raised = exception_caught(finish_session, connection->session);
		connection->is_working = connection->is_claimed = false;
		while (line_call_first(&connection->closers))
			continue;
	}
	connection->references--;
	free_if_done_with(connection);
	if (raised)
		exception_pass_on(raised);
}

void connection_run(struct connection *connection, const char *text)
{
	struct database_statement statement = { .text = text };
	struct row row = { 0 };
	unsigned long claim = connection_claim(connection);

	try {
		connection_begin(connection, &statement, false);
		connection_next(connection, claim, &row);
	} finally {
		connection_give_back(connection, claim);
	} end_try
}
