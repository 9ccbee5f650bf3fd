#include <async/database.h>

#include "row.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- names ---- */

struct row_names *row_names_new(unsigned count, const char *(*name)(void *, unsigned),
				void *argument)
{
	struct row_names *names = calloc(1, sizeof *names + count * sizeof(char *));

	if (!names)
		raise (MemoryError, "no room for the names of %u columns", count);
	names->references = 1;
	for (; names->count < count; names->count++) {
		const char *one = name(argument, names->count);

		names->name[names->count] = strdup(one ? one : "");
		if (!names->name[names->count]) {
			row_names_release(names);
			raise (MemoryError, "no room for the names of %u columns", count);
		}
	}
	return names;
}

void row_names_release(struct row_names *names)
{
	if (!names || --names->references > 0)
		return;
	for (unsigned i = 0; i < names->count; i++)
		free(names->name[i]);
	free(names);
}

unsigned row_length(const struct row *row)
{
	return row->names->count;
}

const char *row_name(const struct row *row, unsigned column)
{
	return row->names->name[row_column_at_(row, column)];
}

unsigned row_column_at_(const struct row *row, long long place)
{
	if (place < 0 || place >= row->names->count)
		raise (IndexError, "there is no column %lld: the row has %u", place,
		      row->names->count);
	return (unsigned)place;
}

unsigned row_column_named_(const struct row *row, const char *name)
{
	for (unsigned i = 0; i < row->names->count; i++)
		if (strcmp(row->names->name[i], name) == 0)
			return i;
	raise (KeyError, "%s", name);
}

/* ---- texts that are made on demand ---- */

char *row_room(struct row *row, size_t size)
{
	struct row_scrap *scrap = malloc(sizeof *scrap + size);

	if (!scrap)
		raise (MemoryError, "no room for %zu bytes of a row", size);
	scrap->next = row->scraps;
	row->scraps = scrap;
	return scrap->text;
}

void row_clear(struct row *row)
{
	while (row->scraps) {
		struct row_scrap *scrap = row->scraps;

		row->scraps = scrap->next;
		free(scrap);
	}
}

/* ---- copies ---- */

static bool has_bytes(const struct database_value *value)
{
	return value->kind == DATABASE_TEXT || value->kind == DATABASE_BLOB;
}

static size_t size_of_bytes(const struct row *row)
{
	size_t size = 0;

	for (unsigned i = 0; i < row->names->count; i++)
		if (has_bytes(&row->values[i]))
			size += row->values[i].length + 1;
	return size;
}

static void copy_values(const struct row *row, struct database_value *values, char *bytes)
{
	for (unsigned i = 0; i < row->names->count; i++) {
		values[i] = row->values[i];
		if (!has_bytes(&values[i]))
			continue;
		memcpy(bytes, values[i].bytes, values[i].length);
		bytes[values[i].length] = '\0';
		values[i].bytes = bytes;
		bytes += values[i].length + 1;
	}
}

struct row *row_copy(const struct row *row)
{
	size_t values = row->names->count * sizeof(struct database_value);
	struct row *copy = malloc(sizeof *copy + values + size_of_bytes(row));

	if (!copy)
		raise (MemoryError, "no room for a row");
	copy->names = row->names;
	((struct row_names *)copy->names)->references++;
	copy->scraps = NULL;
	copy->values = (struct database_value *)(copy + 1);
	copy_values(row, (struct database_value *)(copy + 1),
		    (char *)(copy + 1) + values);
	return copy;
}

void row_copy_free(struct row *row)
{
	row_clear(row);
	row_names_release((struct row_names *)row->names);
	free(row);
}

/* ---- what stands in a column ---- */

static const char *const kind_names[] = {
	[DATABASE_NULL] = "NULL",          [DATABASE_INTEGER] = "an integer",
	[DATABASE_REAL] = "a real number", [DATABASE_TEXT] = "a text",
	[DATABASE_BLOB] = "a blob",
};

enum database_kind row_kind_(struct row *row, unsigned column)
{
	return row->values[column].kind;
}

_Noreturn static void raise_kind(const struct row *row, unsigned column,
				 const char *wanted)
{
	raise (TypeError, "column \"%s\" is %s, not %s", row->names->name[column],
	      kind_names[row->values[column].kind], wanted);
}

_Noreturn static void raise_no_number(const struct row *row, unsigned column,
				      const char *wanted)
{
	raise (ValueError, "column \"%s\" is not %s: '%s'", row->names->name[column],
	      wanted, row_text_((struct row *)row, column));
}

/* The largest real numbers that still are whole numbers of 64 bits. */
#define INTEGER_ABOVE 0x1p63

static long long integer_of_real(const struct row *row, unsigned column)
{
	double real = row->values[column].real;

	if (real != trunc(real) || real < -INTEGER_ABOVE || real >= INTEGER_ABOVE)
		raise_no_number(row, column, "an integer");
	return (long long)real;
}

static long long integer_of_text(const struct row *row, unsigned column)
{
	const char *text = row->values[column].text;
	char *end;
	long long integer;

	errno = 0;
	integer = strtoll(text, &end, 10);
	if (end == text || *end || errno)
		raise_no_number(row, column, "an integer");
	return integer;
}

long long row_integer_(struct row *row, unsigned column)
{
	switch (row->values[column].kind) {
	case DATABASE_INTEGER: return row->values[column].integer;
	case DATABASE_REAL: return integer_of_real(row, column);
	case DATABASE_TEXT: return integer_of_text(row, column);
	default: raise_kind(row, column, "an integer");
	}
}

static double real_of_text(const struct row *row, unsigned column)
{
	const char *text = row->values[column].text;
	char *end;
	double real = strtod(text, &end);

	if (end == text || *end)
		raise_no_number(row, column, "a real number");
	return real;
}

double row_real_(struct row *row, unsigned column)
{
	switch (row->values[column].kind) {
	case DATABASE_INTEGER: return (double)row->values[column].integer;
	case DATABASE_REAL: return row->values[column].real;
	case DATABASE_TEXT: return real_of_text(row, column);
	default: raise_kind(row, column, "a real number");
	}
}

/* The shortest text that gives the same number again. */
static void write_real(double real, char *text, size_t size)
{
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, size, "%.*g", digits, real);
		if (strtod(text, NULL) == real)
			break;
	}
	if (isfinite(real) && !strpbrk(text, ".e"))
		strncat(text, ".0", size - strlen(text) - 1);
}

#define NUMBER_SIZE 40

const char *row_text_(struct row *row, unsigned column)
{
	const struct database_value *value = &row->values[column];
	char *text;

	switch (value->kind) {
	case DATABASE_NULL: return NULL;
	case DATABASE_TEXT: return value->text;
	case DATABASE_BLOB: raise_kind(row, column, "a text");
	default: break;
	}
	text = row_room(row, NUMBER_SIZE);
	if (value->kind == DATABASE_INTEGER)
		snprintf(text, NUMBER_SIZE, "%lld", value->integer);
	else
		write_real(value->real, text, NUMBER_SIZE);
	return text;
}

const void *row_blob_(struct row *row, unsigned column, size_t *length)
{
	const struct database_value *value = &row->values[column];

	if (value->kind == DATABASE_NULL) {
		*length = 0;
		return NULL;
	}
	if (!has_bytes(value))
		raise_kind(row, column, "a blob");
	*length = value->length;
	return value->bytes;
}

/* ---- repr ---- */

static void write_value(FILE *out, struct row *row, unsigned column)
{
	switch (row->values[column].kind) {
	case DATABASE_NULL: fputs("None", out); break;
	case DATABASE_TEXT: fprintf(out, "'%s'", row->values[column].text); break;
	case DATABASE_BLOB:
		fprintf(out, "<%zu bytes>", row->values[column].length);
		break;
	default: fputs(row_text_(row, column), out); break;
	}
}

char *row_repr(struct row *row, char *text, size_t size)
{
	FILE *out = size ? fmemopen(text, size, "w") : NULL;

	if (!out)
		return text;
	setvbuf(out, NULL, _IONBF, 0);
	fputs("<Record", out);
	for (unsigned i = 0; i < row->names->count; i++) {
		fprintf(out, " %s=", row->names->name[i]);
		write_value(out, row, i);
	}
	fputs(">", out);
	fclose(out);
	text[size - 1] = '\0';
	return text;
}
