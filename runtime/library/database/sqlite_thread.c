/* What a thread does for a connection to SQLite. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sqlite.h"
#include "work.h"

/* ---- what went wrong ---- */

/* PEP 249's kinds, by SQLite's primary result codes; others are OperationalError. */
static const struct {
	int code;
	const struct exception_type *kind;
} kinds[] = {
	{ SQLITE_CONSTRAINT, IntegrityError }, { SQLITE_ERROR, ProgrammingError },
	{ SQLITE_MISUSE, ProgrammingError },   { SQLITE_RANGE, ProgrammingError },
	{ SQLITE_MISMATCH, DataError },        { SQLITE_TOOBIG, DataError },
	{ SQLITE_NOMEM, MemoryError },
};

static const struct exception_type *kind_of(int code)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (kinds[i].code == (code & 0xff))
			return kinds[i].kind;
	return OperationalError;
}

static void fail(struct sqlite_session *self, const struct exception_type *kind,
		 char *sentence)
{
	self->failed = kind;
	self->sentence = sentence;
}

/* In SQLite's words. */
static void fail_with(struct sqlite_session *self, int code)
{
	self->is_locked =
		(code & 0xff) == SQLITE_BUSY && self->others_lock && !self->has_given;
	fail(self, kind_of(code),
	     sqlite3_mprintf("%s", sqlite3_errmsg(self->connection)));
}

/* ---- opening and closing ---- */

/* Notes that a lock is held by others; who waits for it does so on the loop. SQLite does
 * not ask when waiting would be in vain, since each waits for the other. */
static int note_lock(void *argument, int asked_before)
{
	struct sqlite_session *self = argument;

	(void)asked_before;
	self->others_lock = true;
	return 0;
}

static int is_to_stop(void *argument)
{
	return ((struct sqlite_session *)argument)->is_interrupted;
}

/* PostgreSQL's, to see how a slow statement behaves. */
static void pg_sleep(sqlite3_context *context, int count, sqlite3_value **seconds)
{
	struct sqlite_session *self = sqlite3_user_data(context);

	(void)count;
	self->has_slept = true;
	if (!self->is_interrupted)
		work_sleep(sqlite3_value_double(seconds[0]));
	if (self->is_interrupted)
		sqlite3_result_error_code(context, SQLITE_INTERRUPT);
	else
		sqlite3_result_text(context, "", 0, SQLITE_STATIC);
}

/* How many instructions SQLite takes between two looks at is_interrupted. */
#define INSTRUCTIONS 1000

/* As PostgreSQL has it: references hold, and "…" is a name and never a text. */
static void set_up(struct sqlite_session *self)
{
	sqlite3_extended_result_codes(self->connection, 1);
	sqlite3_db_config(self->connection, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	sqlite3_db_config(self->connection, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(self->connection, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_busy_handler(self->connection, note_lock, self);
	sqlite3_progress_handler(self->connection, INSTRUCTIONS, is_to_stop, self);
	sqlite3_create_function(self->connection, "pg_sleep", 1,
				SQLITE_UTF8 | SQLITE_DIRECTONLY, self, pg_sleep, NULL,
				NULL);
}

void sqlite_open_in_thread(void *argument)
{
	struct sqlite_session *self = argument;
	int code = sqlite3_open_v2(
		self->path, &self->connection,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);

	if (code == SQLITE_OK)
		set_up(self);
	else
		fail(self, kind_of(code),
		     sqlite3_mprintf("%s: '%s'", sqlite3_errstr(code), self->path));
}

void sqlite_end_in_thread(void *argument)
{
	struct sqlite_session *self = argument;

	sqlite3_finalize(self->statement);
	self->statement = NULL;
}

void sqlite_close_in_thread(void *argument)
{
	struct sqlite_session *self = argument;

	sqlite_end_in_thread(self);
	sqlite3_close(self->connection);
	self->connection = NULL;
}

/* ---- parameters ---- */

/* `$2` and `?2` are the second value; a bare `?` is that of its own place. 0: it has
 * another name. */
static unsigned place_of(sqlite3_stmt *statement, int index)
{
	const char *name = sqlite3_bind_parameter_name(statement, index);
	char *end;
	unsigned long place;

	if (!name)
		return (unsigned)index;
	place = strtoul(name + 1, &end, 10);
	return *end || end == name + 1 || (name[0] != '$' && name[0] != '?')
		       ? 0
		       : (unsigned)(place < 1000 ? place : 1000);
}

static int bind(sqlite3_stmt *statement, int index, const struct database_value *value)
{
	switch (value->kind) {
	case DATABASE_INTEGER:
		return sqlite3_bind_int64(statement, index, value->integer);
	case DATABASE_REAL: return sqlite3_bind_double(statement, index, value->real);
	case DATABASE_TEXT:
		return sqlite3_bind_text64(statement, index, value->text, value->length,
					   SQLITE_TRANSIENT, SQLITE_UTF8);
	case DATABASE_BLOB:
		return sqlite3_bind_blob64(statement, index, value->bytes, value->length,
					   SQLITE_TRANSIENT);
	default: return sqlite3_bind_null(statement, index);
	}
}

/* How many values the statement wants; false: a parameter is not numbered. */
static bool count_wanted(struct sqlite_session *self, unsigned *wanted)
{
	int count = sqlite3_bind_parameter_count(self->statement);

	*wanted = 0;
	for (int i = 1; i <= count; i++) {
		const char *name = sqlite3_bind_parameter_name(self->statement, i);
		unsigned place = place_of(self->statement, i);

		if (place == 0 && name) {
			fail(self, ProgrammingError,
			     sqlite3_mprintf("the parameter %s has no number: write $1, "
					     "$2 and so on",
					     name));
			return false;
		}
		/* Of ?3 alone, SQLite counts ?1 and ?2 too. */
		*wanted = place > *wanted ? place : *wanted;
	}
	return true;
}

static bool bind_all(struct sqlite_session *self)
{
	unsigned given = self->asked->count, wanted;
	int code = SQLITE_OK;

	if (!count_wanted(self, &wanted))
		return false;
	if (wanted != given) {
		fail(self, ProgrammingError,
		     sqlite3_mprintf("the statement wants %u parameters, and %u %s given",
				     wanted, given, given == 1 ? "was" : "were"));
		return false;
	}
	for (int i = sqlite3_bind_parameter_count(self->statement); i > 0; i--)
		if (code == SQLITE_OK)
			code = bind(
				self->statement, i,
				&self->asked->values[place_of(self->statement, i) - 1]);
	if (code != SQLITE_OK)
		fail_with(self, code);
	return code == SQLITE_OK;
}

/* ---- statements ---- */

/* Is there anything but white space and remarks? */
static bool has_statement(struct sqlite_session *self, const char *text)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(self->connection, text, -1, &statement, NULL);

	sqlite3_finalize(statement);
	return code != SQLITE_OK || statement;
}

/* False: it has failed, or there is none any more. */
static bool prepare_next(struct sqlite_session *self)
{
	bool only_one = self->wants_rows || self->asked->count > 0;
	const char *rest;
	int code = sqlite3_prepare_v2(self->connection, self->rest, -1, &self->statement,
				      &rest);

	if (code != SQLITE_OK) {
		fail_with(self, code);
		return false;
	}
	self->rest = rest;
	if (!self->statement) {
		self->is_at_end = *self->rest == '\0';
		return !self->is_at_end;
	}
	if (only_one && has_statement(self, self->rest)) {
		fail(self, ProgrammingError,
		     sqlite3_mprintf(
			     "one statement at a time, where there are parameters "
			     "or rows"));
		return false;
	}
	return bind_all(self);
}

/* DDL leaves the count of the statement before as it was. */
static void end_statement(struct sqlite_session *self, sqlite3_int64 total)
{
	if (sqlite3_total_changes64(self->connection) != total)
		self->session.changes += sqlite3_changes64(self->connection);
	if (self->wants_rows)
		self->is_at_end = true;
	else
		sqlite_end_in_thread(self);
}

/* One step: false, when the loop has to look at what has come of it. */
static bool take_step(struct sqlite_session *self)
{
	sqlite3_int64 total = sqlite3_total_changes64(self->connection);
	int code;

	if (!self->statement)
		return prepare_next(self);
	code = sqlite3_step(self->statement);
	if (code == SQLITE_DONE) {
		end_statement(self, total);
		return !self->is_at_end;
	}
	if (code != SQLITE_ROW) {
		fail_with(self, code);
		sqlite3_reset(self->statement);
		return false;
	}
	if (!self->wants_rows)
		return true;
	self->has_given = true;
	if (batch_take_row(&self->batch, self->statement))
		return !batch_is_full(&self->batch) && !self->has_slept;
	fail(self, MemoryError, sqlite3_mprintf("no room for a row"));
	return false;
}

/* In nanoseconds; and after how many rows one looks at the clock. */
#define LONGEST 5000000
#define ROWS    16

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

void sqlite_advance_in_thread(void *argument)
{
	struct sqlite_session *self = argument;
	struct batch *batch = &self->batch;
	long long begun = now();

	batch_clear(batch);
	self->others_lock = self->is_locked = self->has_slept = false;
	while (!self->is_interrupted && take_step(self))
		if (batch->rows % ROWS == ROWS - 1 && now() - begun > LONGEST)
			break;
}
