#include <async/database.h>

#include "sqlite.h"

#include <stdlib.h>
#include <string.h>

#include "sqlite_lock.h"
#include "work.h"

static struct sqlite_session *self_of(struct session *session)
{
	return (struct sqlite_session *)session;
}

static bool takes(const char *address)
{
	return strncmp(address, "sqlite:", 7) == 0 || address[0] == ':' ||
	       !strchr(address, ':') || strchr(address, '/') < strchr(address, ':');
}

/* ---- in a thread ---- */

static void interrupt(void *argument)
{
	struct sqlite_session *self = argument;

	self->is_interrupted = true;
	if (self->connection)
		sqlite3_interrupt(self->connection);
}

/* What has begun must end by itself: the end of a statement, closing. */
static void let_it_end(void *argument)
{
	(void)argument;
}

_Noreturn static void raise_failure(struct sqlite_session *self)
{
	struct exception *raised = exception_new(
		self->failed, "%s", self->sentence ? self->sentence : "out of memory");

	sqlite3_free(self->sentence);
	self->sentence = NULL;
	self->failed = NULL;
	exception_throw(raised);
}

/* ---- going on ---- */

static void discard_failure(struct sqlite_session *self)
{
	sqlite3_free(self->sentence);
	self->sentence = NULL;
	self->failed = NULL;
}

/* Tries again, for as long as others hold a lock. */
static void try_again(struct sqlite_session *self)
{
	struct lock_place place;

	lock_enter(&place);
	try {
		while (self->failed && self->is_locked && lock_wait(&place)) {
			discard_failure(self);
			work_in_turn(sqlite_advance_in_thread, interrupt, self);
		}
	} finally {
		lock_leave(&place);
	} end_try
}

static void note_transaction(struct sqlite_session *self)
{
	lock_count(&self->is_holding,
		   self->connection && !sqlite3_get_autocommit(self->connection));
}

static void advance(struct sqlite_session *self)
{
	bool was_holding = self->is_holding;

	self->given = 0;
	work_in_turn(sqlite_advance_in_thread, interrupt, self);
	if (self->failed && self->is_locked)
		try_again(self);
	note_transaction(self);
	if (self->failed)
		raise_failure(self);
	if (!self->is_holding && (was_holding || self->is_at_end))
		lock_wake_all();
}

/* ---- opening and closing ---- */

static void free_session(struct sqlite_session *self)
{
	sqlite3_free(self->sentence);
	row_names_release(self->names);
	batch_free(&self->batch);
	free(self);
}

static void drop(struct session *session)
{
	sqlite_close_in_thread(session);
	note_transaction(self_of(session));
	free_session(self_of(session));
	lock_wake_all();
}

static void close_by_thread(void *self)
{
	work_in_turn(sqlite_close_in_thread, let_it_end, self);
}

static void close_session(struct session *session)
{
	struct exception *cancelled = exception_caught(close_by_thread, session);

	drop(session);
	if (cancelled)
		exception_pass_on(cancelled);
}

static struct session *open_session(const char *address)
{
	struct sqlite_session *self = calloc(1, sizeof *self);

	if (!self)
		raise (MemoryError, "no room for a connection to '%s'", address);
	self->session.driver = &sqlite_driver;
	self->path = strncmp(address, "sqlite:", 7) == 0 ? address + 7 : address;
	try {
		work_in_turn(sqlite_open_in_thread, let_it_end, self);
		if (self->failed)
			raise_failure(self);
	} except (BaseException) {
		drop(&self->session);
		raise ();
	} end_try
	self->path = NULL;
	return &self->session;
}

/* ---- one statement ---- */

static void begin(struct session *session, const struct database_statement *statement,
		  bool wants_rows)
{
	struct sqlite_session *self = self_of(session);

	session->is_busy = true;
	self->asked = statement;
	self->wants_rows = wants_rows;
	self->rest = statement->text;
	self->has_given = self->is_at_end = false;
	self->is_interrupted = false;
	self->batch.limit = 0;
	discard_failure(self);
	advance(self);
}

/* It is at its end, so this takes no time. */
static void forget_statement(struct sqlite_session *self)
{
	sqlite_end_in_thread(self);
	row_names_release(self->names);
	self->names = NULL;
	self->batch.rows = self->given = 0;
	self->session.is_busy = false;
}

static const char *name_of_column(void *statement, unsigned column)
{
	return sqlite3_column_name(statement, (int)column);
}

static bool next_row(struct session *session, struct row *row)
{
	struct sqlite_session *self = self_of(session);

	while (self->given == self->batch.rows) {
		if (self->is_at_end) {
			forget_statement(self);
			return false;
		}
		advance(self);
	}
	if (!self->names)
		self->names = row_names_new(self->batch.columns, name_of_column,
					    self->statement);
	row->names = self->names;
	row->values = self->batch.values + self->batch.columns * self->given++;
	return true;
}

static void end_by_thread(void *self)
{
	work_in_turn(sqlite_end_in_thread, let_it_end, self);
}

static void finish(struct session *session)
{
	struct sqlite_session *self = self_of(session);
	struct exception *cancelled;

	self->is_interrupted = false;
	discard_failure(self);
	cancelled = exception_caught(end_by_thread, self);
	forget_statement(self);
	note_transaction(self);
	lock_wake_all();
	if (cancelled)
		exception_pass_on(cancelled);
}

/* ---- transactions ---- */

static const char *transaction(const struct session *session)
{
	sqlite3 *connection = ((const struct sqlite_session *)session)->connection;

	return sqlite3_db_readonly(connection, "main") == 1 ? "begin" : "begin immediate";
}

static bool in_transaction(const struct session *session)
{
	return !sqlite3_get_autocommit(
		((const struct sqlite_session *)session)->connection);
}

const struct database_driver sqlite_driver = {
	.takes = takes,
	.open = open_session,
	.drop = drop,
	.close = close_session,
	.begin = begin,
	.next_row = next_row,
	.finish = finish,
	.transaction = transaction,
	.in_transaction = in_transaction,
};
