#include <stdlib.h>
#include <string.h>

#include "sqlite.h"

#define FIRST_ROWS  16
#define MOST_ROWS   1024
#define MOST_VALUES 8192
#define MOST_BYTES  ((size_t)256 * 1024)
#define CHUNK_SIZE  ((size_t)32 * 1024)

struct batch_chunk {
	struct batch_chunk *next;
	size_t used, size;
	char bytes[];
};

/* All but one of usual size, which is used again. */
static void clear_bytes(struct batch *batch)
{
	struct batch_chunk *kept = NULL;

	while (batch->chunks) {
		struct batch_chunk *chunk = batch->chunks;

		batch->chunks = chunk->next;
		if (!kept && chunk->size == CHUNK_SIZE) {
			kept = chunk;
			kept->used = 0;
			kept->next = NULL;
		} else {
			free(chunk);
		}
	}
	batch->chunks = kept;
	batch->bytes = 0;
}

void batch_clear(struct batch *batch)
{
	clear_bytes(batch);
	batch->rows = 0;
}

void batch_free(struct batch *batch)
{
	clear_bytes(batch);
	free(batch->chunks);
	free(batch->values);
	*batch = (struct batch){ 0 };
}

static char *take_room(struct batch *batch, size_t size)
{
	struct batch_chunk *chunk = batch->chunks;

	if (!chunk || chunk->size - chunk->used < size) {
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = malloc(sizeof *chunk + room);
		if (!chunk)
			return NULL;
		*chunk = (struct batch_chunk){ .next = batch->chunks, .size = room };
		batch->chunks = chunk;
	}
	chunk->used += size;
	batch->bytes += size;
	return chunk->bytes + chunk->used - size;
}

static bool take_bytes(struct batch *batch, struct database_value *value,
		       const void *bytes, size_t length)
{
	char *room = take_room(batch, length + 1);

	if (!room)
		return false;
	if (length)
		memcpy(room, bytes, length);
	room[length] = '\0';
	value->length = length;
	value->bytes = room;
	return true;
}

static bool take_value(struct batch *batch, sqlite3_stmt *statement, int column,
		       struct database_value *value)
{
	const void *bytes;

	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_INTEGER:
		value->kind = DATABASE_INTEGER;
		value->integer = sqlite3_column_int64(statement, column);
		return true;
	case SQLITE_FLOAT:
		value->kind = DATABASE_REAL;
		value->real = sqlite3_column_double(statement, column);
		return true;
	case SQLITE_TEXT:
		value->kind = DATABASE_TEXT;
		bytes = sqlite3_column_text(statement, column);
		return bytes &&
		       take_bytes(batch, value, bytes,
				  (size_t)sqlite3_column_bytes(statement, column));
	case SQLITE_BLOB:
		value->kind = DATABASE_BLOB;
		bytes = sqlite3_column_blob(statement, column);
		return take_bytes(batch, value, bytes,
				  (size_t)sqlite3_column_bytes(statement, column));
	default: value->kind = DATABASE_NULL; return true;
	}
}

/* The first rows come soon; who goes on gets more at a time. */
static bool make_room(struct batch *batch, unsigned columns)
{
	size_t most = columns ? MOST_VALUES / columns : MOST_ROWS;
	struct database_value *values;

	most = most < 1 ? 1 : most > MOST_ROWS ? MOST_ROWS : most;
	batch->limit = batch->limit ? batch->limit * 4 : FIRST_ROWS;
	batch->limit = batch->limit > most ? most : batch->limit;
	batch->columns = columns;
	values = realloc(batch->values, (batch->limit * columns + 1) * sizeof *values);
	if (values)
		batch->values = values;
	return values != NULL;
}

bool batch_take_row(struct batch *batch, sqlite3_stmt *statement)
{
	unsigned columns = (unsigned)sqlite3_column_count(statement);
	struct database_value *values;

	if (batch->rows == 0 && !make_room(batch, columns))
		return false;
	values = batch->values + batch->rows * columns;
	for (unsigned i = 0; i < columns; i++)
		if (!take_value(batch, statement, (int)i, &values[i]))
			return false;
	batch->rows++;
	return true;
}

bool batch_is_full(const struct batch *batch)
{
	return batch->rows >= batch->limit || batch->bytes >= MOST_BYTES;
}
