#include "postgresql.h"

#include <async/time.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "uncancelled.h"
#include "../database/work.h"
#include "alarm.h"
#include "loop.h"

static bool takes(const char *address)
{
	return strncmp(address, "postgresql:", 11) == 0 ||
	       strncmp(address, "postgres:", 9) == 0;
}

/* ---- opening and closing ---- */

static void drop(struct session *session)
{
	struct postgresql_session *self = postgresql_of(session);

	watch_close(self->watch);
	PQclear(self->result);
	postgresql_forget_columns(self);
	PQfinish(self->connection);
	free(self);
}

/* Notices are not errors, and nobody has asked for them. */
static void ignore_notice(void *argument, const PGresult *notice)
{
	(void)argument;
	(void)notice;
}

static struct session *open_session(const char *address)
{
	struct postgresql_session *self = calloc(1, sizeof *self);

	if (!self)
		raise (MemoryError, "no room for a connection to '%s'", address);
	self->session.driver = &postgresql_driver;
	try {
		postgresql_connect(self, address);
	} except (BaseException) {
		drop(&self->session);
		raise ();
	} end_try
	PQsetNoticeReceiver(self->connection, ignore_notice, NULL);
	return &self->session;
}

/* ---- waiting ---- */

static void note_loss(struct postgresql_session *self)
{
	if (PQstatus(self->connection) == CONNECTION_BAD)
		self->session.is_lost = true;
}

_Noreturn static void raise_loss(struct postgresql_session *self)
{
	note_loss(self);
	postgresql_raise_connection(self->connection);
}

void postgresql_wait(struct postgresql_session *self, int events)
{
	watch_wait(self->watch, events, FOREVER);
	if (!PQconsumeInput(self->connection))
		raise_loss(self);
}

/* Sends what libpq holds. What the server says meanwhile must be read: it might wait
 * for that before it reads on (libpq, PQflush). */
static void flush(struct postgresql_session *self)
{
	for (;;) {
		int left = PQflush(self->connection);

		if (left < 0)
			raise_loss(self);
		if (left == 0)
			return;
		postgresql_wait(self, UV_READABLE | UV_WRITABLE);
	}
}

/* ---- beginning a statement ---- */

#define NUMBER_SIZE 40
#define BYTEA       17

/* As libpq wants parameters: texts, but for blobs. The server finds out the types, from
 * where in the statement they stand. */
struct parameters {
	const char *values[DATABASE_PARAMETERS_MAX];
	int lengths[DATABASE_PARAMETERS_MAX], formats[DATABASE_PARAMETERS_MAX];
	Oid types[DATABASE_PARAMETERS_MAX];
	char numbers[DATABASE_PARAMETERS_MAX][NUMBER_SIZE];
};

static void set_parameter(struct parameters *parameters, unsigned i,
			  const struct database_value *value)
{
	char *number = parameters->numbers[i];

	parameters->values[i] = number;
	switch (value->kind) {
	case DATABASE_NULL: parameters->values[i] = NULL; break;
	case DATABASE_INTEGER:
		snprintf(number, NUMBER_SIZE, "%lld", value->integer);
		break;
	case DATABASE_REAL: snprintf(number, NUMBER_SIZE, "%.17g", value->real); break;
	case DATABASE_TEXT: parameters->values[i] = value->text; break;
	case DATABASE_BLOB:
		parameters->values[i] = value->bytes;
		parameters->lengths[i] = (int)value->length;
		parameters->formats[i] = 1;
		parameters->types[i] = BYTEA;
		break;
	}
}

static int send_with_parameters(PGconn *connection,
				const struct database_statement *statement)
{
	struct parameters parameters = { 0 };

	for (unsigned i = 0; i < statement->count; i++)
		set_parameter(&parameters, i, &statement->values[i]);
	return PQsendQueryParams(connection, statement->text, (int)statement->count,
				 parameters.types, parameters.values, parameters.lengths,
				 parameters.formats, 0);
}

/* Several statements in one text are for the simple protocol, and only that. */
static void begin(struct session *session, const struct database_statement *statement,
		  bool wants_rows)
{
	struct postgresql_session *self = postgresql_of(session);
	int sent = statement->count > 0 || wants_rows
			   ? send_with_parameters(self->connection, statement)
			   : PQsendQuery(self->connection, statement->text);

	if (!sent)
		raise_loss(self);
	self->wants_rows = wants_rows;
	self->has_failed = false;
	session->is_busy = true;
	PQsetSingleRowMode(self->connection);
	flush(self);
}

/* ---- its results ---- */

/* NULL: the statement has ended. Owned by the caller. */
static PGresult *next_result(struct postgresql_session *self)
{
	while (PQisBusy(self->connection))
		postgresql_wait(self, UV_READABLE);
	return PQgetResult(self->connection);
}

/* COPY would take the connection over, for what this has no words for. */
static void refuse_copy(struct postgresql_session *self)
{
	self->session.is_lost = true;
	raise (ProgrammingError,
	      "COPY is not possible here, and the connection is closed");
}

static void raise_error(struct postgresql_session *self, PGresult *result)
{
	note_loss(self);
	self->has_failed = true;
	try {
		postgresql_raise_result(result);
	} finally {
		PQclear(result);
	} end_try
}

/* What is not a row: an end, or an error. */
static void take_end(struct postgresql_session *self, PGresult *result)
{
	switch (PQresultStatus(result)) {
	case PGRES_COMMAND_OK:
	case PGRES_TUPLES_OK:
		if (strncmp(PQcmdStatus(result), "SELECT", 6) != 0)
			self->session.changes += atoll(PQcmdTuples(result));
		break;
	case PGRES_EMPTY_QUERY:
	case PGRES_SINGLE_TUPLE: break;
	case PGRES_COPY_IN:
	case PGRES_COPY_OUT:
	case PGRES_COPY_BOTH:
		PQclear(result);
		refuse_copy(self);
		break;
	default: raise_error(self, result); break;
	}
	PQclear(result);
}

static bool lend(struct postgresql_session *self, PGresult *result, struct row *row)
{
	self->result = result;
	if (!self->names)
		postgresql_take_columns(self, result);
	postgresql_take_row(self, row);
	return true;
}

static void forget_statement(struct postgresql_session *self)
{
	PQclear(self->result);
	self->result = NULL;
	postgresql_forget_columns(self);
	self->session.is_busy = false;
}

static bool next_row(struct session *session, struct row *row)
{
	struct postgresql_session *self = postgresql_of(session);
	PGresult *result;

	PQclear(self->result);
	self->result = NULL;
	while ((result = next_result(self)) != NULL) {
		if (self->wants_rows && PQresultStatus(result) == PGRES_SINGLE_TUPLE)
			return lend(self, result, row);
		take_end(self, result);
	}
	forget_statement(self);
	return false;
}

/* ---- giving a statement up ---- */

/* How long the server may take to stop, in seconds. */
#define PATIENCE 5.0

struct cancelling {
	PGcancel *cancel;
	bool is_sent;
};

static void cancel_in_thread(void *argument)
{
	struct cancelling *cancelling = argument;
	char sentence[256];

	cancelling->is_sent =
		PQcancel(cancelling->cancel, sentence, sizeof sentence) == 1;
}

static void let_it_end(void *argument)
{
	(void)argument;
}

/* PQcancel makes a connection of its own, and waits for it: so a thread does it. When it
 * is done, the server's process has been told. */
static bool ask_to_stop(struct postgresql_session *self)
{
	struct cancelling cancelling = { .cancel = PQgetCancel(self->connection) };

	if (!cancelling.cancel)
		return false;
	try {
		work_in_turn(cancel_in_thread, let_it_end, &cancelling);
	} finally {
		PQfreeCancel(cancelling.cancel);
	} end_try
	return cancelling.is_sent;
}

/* Takes what has come already; true: that was the end. */
static bool take_what_is_there(struct postgresql_session *self)
{
	while (!PQisBusy(self->connection)) {
		PGresult *result = PQgetResult(self->connection);

		if (!result)
			return true;
		PQclear(result);
	}
	return false;
}

/* What the server has sent before it stopped; false: it has not. It may not have all of
 * the statement yet. */
static bool take_the_rest(struct postgresql_session *self)
{
	int64_t deadline = timer_deadline(PATIENCE);

	while (!take_what_is_there(self)) {
		double left = (double)(deadline - loop_now()) / 1e9;

		if (left <= 0)
			return false;
		watch_wait(self->watch,
			   UV_READABLE | (PQflush(self->connection) ? UV_WRITABLE : 0),
			   left);
		if (!PQconsumeInput(self->connection))
			return false;
	}
	return true;
}

/* In a task of its own, that nobody cancels but the end of async_run. */
async (void, stop, (struct postgresql_session *, self))
{
	volatile bool is_over = false;

	try {
		is_over = (self->has_failed || ask_to_stop(self)) && take_the_rest(self);
	} finally {
		self->session.is_lost = !is_over;
	} end_try
}

static void finish(struct session *session)
{
	struct postgresql_session *self = postgresql_of(session);

	PQclear(self->result);
	self->result = NULL;
	try {
		if (!take_what_is_there(self))
			uncancelled_wait((struct task *)create_task(stop(self)));
	} finally {
		note_loss(self);
		forget_statement(self);
	} end_try
}

/* ---- transactions ---- */

static const char *transaction(const struct session *session)
{
	(void)session;
	return "begin";
}

static bool in_transaction(const struct session *session)
{
	return PQtransactionStatus(
		       ((const struct postgresql_session *)session)->connection) !=
	       PQTRANS_IDLE;
}

const struct database_driver postgresql_driver = {
	.takes = takes,
	.open = open_session,
	.drop = drop,
	.begin = begin,
	.next_row = next_row,
	.finish = finish,
	.transaction = transaction,
	.in_transaction = in_transaction,
};
