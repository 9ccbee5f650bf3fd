/* What PostgreSQL answers: errors, columns, rows. */
#include <async/database.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "postgresql.h"

/* ---- errors ---- */

/* PEP 249's kinds, by how the SQLSTATE begins (PostgreSQL, appendix A); others are
 * OperationalError. 08P01 is also what too few parameters are called. */
static const struct {
	const char *begin;
	const struct exception_type *kind;
} kinds[] = {
	{ "08P01", ProgrammingError }, { "0A", ProgrammingError },
	{ "21", ProgrammingError },    { "22", DataError },
	{ "23", IntegrityError },      { "26", ProgrammingError },
	{ "2F", ProgrammingError },    { "34", ProgrammingError },
	{ "3B", ProgrammingError },    { "3D", ProgrammingError },
	{ "3F", ProgrammingError },    { "42", ProgrammingError },
	{ "44", IntegrityError },      { "P0", ProgrammingError },
};

static const struct exception_type *kind_of(const char *state)
{
	for (size_t i = 0; state && i < sizeof kinds / sizeof *kinds; i++)
		if (strncmp(kinds[i].begin, state, strlen(kinds[i].begin)) == 0)
			return kinds[i].kind;
	return OperationalError;
}

/* libpq ends its sentences in a newline. Gives the length without that. */
static int length_of(const char *sentence)
{
	size_t length = strlen(sentence);

	while (length > 0 && isspace((unsigned char)sentence[length - 1]))
		length--;
	return (int)length;
}

_Noreturn void postgresql_raise_connection(PGconn *connection)
{
	const char *sentence = PQerrorMessage(connection);

	if (!connection)
		raise (MemoryError, "no room for a connection");
	if (!*sentence)
		sentence = "the server closed the connection";
	raise (OperationalError, "%.*s", length_of(sentence), sentence);
}

_Noreturn void postgresql_raise_result(const PGresult *result)
{
	const char *sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
	const struct exception_type *kind =
		kind_of(PQresultErrorField(result, PG_DIAG_SQLSTATE));

	if (!sentence)
		sentence = PQresultErrorMessage(result);
	if (detail)
		raise (kind, "%s: %s", sentence, detail);
	raise (kind, "%.*s", length_of(sentence), sentence);
}

/* ---- columns ---- */

/* By the numbers of types in pg_type.dat, which do not change. */
static const struct {
	Oid type;
	enum database_kind kind;
} types[] = {
	{ 16, DATABASE_INTEGER },                           /* bool */
	{ 17, DATABASE_BLOB },                              /* bytea */
	{ 20, DATABASE_INTEGER }, { 21, DATABASE_INTEGER }, /* int8, int2 */
	{ 23, DATABASE_INTEGER }, { 26, DATABASE_INTEGER }, /* int4, oid */
	{ 700, DATABASE_REAL },   { 701, DATABASE_REAL },   /* float4, float8 */
};

static enum database_kind kind_of_type(Oid type)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].type == type)
			return types[i].kind;
	return DATABASE_TEXT;
}

static const char *name_of_column(void *result, unsigned column)
{
	return PQfname(result, (int)column);
}

void postgresql_take_columns(struct postgresql_session *self, const PGresult *result)
{
	unsigned columns = (unsigned)PQnfields(result);

	self->columns = columns;
	self->kinds = calloc(columns + 1, sizeof *self->kinds);
	self->values = calloc(columns + 1, sizeof *self->values);
	if (!self->kinds || !self->values)
		raise (MemoryError, "no room for %u columns", columns);
	for (unsigned i = 0; i < columns; i++)
		self->kinds[i] = kind_of_type(PQftype(result, (int)i));
	self->names = row_names_new(columns, name_of_column, (void *)result);
}

void postgresql_forget_columns(struct postgresql_session *self)
{
	row_names_release(self->names);
	free(self->kinds);
	free(self->values);
	self->names = NULL;
	self->kinds = NULL;
	self->values = NULL;
}

/* ---- rows ---- */

static int digit(char character)
{
	return isdigit((unsigned char)character)
		       ? character - '0'
		       : tolower((unsigned char)character) - 'a' + 10;
}

/* bytea comes as \x and two digits a byte, as it has since PostgreSQL 9.0. */
static void take_blob(struct row *row, const char *text, size_t length,
		      struct database_value *value)
{
	size_t count = length >= 2 ? (length - 2) / 2 : 0;
	char *bytes = row_room(row, count + 1);

	for (size_t i = 0; i < count; i++)
		bytes[i] = (char)(digit(text[2 + 2 * i]) << 4 | digit(text[3 + 2 * i]));
	bytes[count] = '\0';
	value->bytes = bytes;
	value->length = count;
}

static long long integer_of(const char *text)
{
	return *text == 't' ? 1 : *text == 'f' ? 0 : strtoll(text, NULL, 10);
}

static void take_value(struct postgresql_session *self, struct row *row, unsigned column)
{
	struct database_value *value = &self->values[column];
	const char *text = PQgetvalue(self->result, 0, (int)column);

	value->kind = self->kinds[column];
	if (PQgetisnull(self->result, 0, (int)column))
		value->kind = DATABASE_NULL;
	switch (value->kind) {
	case DATABASE_NULL: break;
	case DATABASE_INTEGER: value->integer = integer_of(text); break;
	case DATABASE_REAL: value->real = strtod(text, NULL); break;
	case DATABASE_TEXT:
		value->text = text;
		value->length = (size_t)PQgetlength(self->result, 0, (int)column);
		break;
	case DATABASE_BLOB:
		take_blob(row, text, (size_t)PQgetlength(self->result, 0, (int)column),
			  value);
		break;
	}
}

void postgresql_take_row(struct postgresql_session *self, struct row *row)
{
	row->names = self->names;
	row->values = self->values;
	for (unsigned i = 0; i < self->columns; i++)
		take_value(self, row, i);
}
