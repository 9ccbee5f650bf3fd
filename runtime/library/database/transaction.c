#include <async/database.h>

#include <stdio.h>

#include "connection.h"

#define STATEMENT_SIZE 96

/* Of the transaction inside so many others. */
static void begin(struct connection *connection, unsigned outside)
{
	char text[STATEMENT_SIZE];

	connection_check(connection);
	if (outside > 0) {
		snprintf(text, sizeof text, "savepoint nested_%u", outside);
		connection_run(connection, text);
		return;
	}
	if (connection->session->driver->in_transaction(connection->session))
		raise (InterfaceError,
		      "a transaction was begun by hand: end it, by commit or "
		      "rollback, before you begin another");
	connection_run(connection,
		       connection->session->driver->transaction(connection->session));
}

static void commit(struct connection *connection, unsigned outside)
{
	char text[STATEMENT_SIZE] = "commit";

	if (outside > 0)
		snprintf(text, sizeof text, "release savepoint nested_%u", outside);
	connection_run(connection, text);
}

/* ---- rolling back ---- */

struct undoing {
	struct connection *connection;
	unsigned outside;
};

static void roll_back(void *argument)
{
	struct undoing *undoing = argument;
	char text[STATEMENT_SIZE] = "rollback";

	if (undoing->outside > 0) {
		snprintf(text, sizeof text, "rollback to savepoint nested_%u",
			 undoing->outside);
		connection_run(undoing->connection, text);
		snprintf(text, sizeof text, "release savepoint nested_%u",
			 undoing->outside);
	}
	connection_run(undoing->connection, text);
}

/* A loop over rows may still be open, in a generator that was moved by hand. */
static bool needs_rollback(const struct connection *connection)
{
	const struct session *session = connection->session;

	return session && !session->is_lost && session->driver->in_transaction(session);
}

/* If it is cancelled meanwhile, the statement was interrupted: then once more. */
void connection_undo(struct connection *connection, unsigned transactions)
{
	struct undoing undoing = { connection, transactions };
	struct exception *first = NULL, *raised;

	while (needs_rollback(connection)) {
		raised = exception_caught(roll_back, &undoing);
		if (raised && !exception_is(raised, CancelledError))
			connection_drop(connection);
		if (!raised)
			break;
		if (!first && exception_is(raised, CancelledError))
			first = raised;
		else
			exception_release(raised);
	}
	if (first)
		exception_pass_on(first);
}

/* ---- the manager ---- */

async_define (void, database_transaction_aenter, (struct database *, db))
{
	struct connection *connection = connection_of(db);
	unsigned outside = connection->transactions;

	try {
		begin(connection, outside);
	} except (CancelledError) {
		if (outside == 0)
			connection_undo(connection, 0);
		raise ();
	} end_try
	connection->transactions++;
}

async_define (bool, database_transaction_aexit, (struct database *, db),
	     (struct exception *, exception))
{
	struct connection *connection = connection_of(db);
	unsigned outside;

	if (!connection->session && exception)
		return false;
	connection_check(connection);
	outside = --connection->transactions;
	if (exception) {
		connection_undo(connection, outside);
		return false;
	}
	try {
		commit(connection, outside);
	} except (BaseException) {
		connection_undo(connection, outside);
		raise ();
	} end_try
	return false;
}
