#include "class/csv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

enum { LONGEST_CSV = 64 << 20 };

/* A file that is being read. */
struct reading {
	struct csv_table *table;
	const char *at;
	size_t line;
	char separator;
};

static size_t count_in_line(const char *text, char wanted)
{
	size_t count = 0;

	for (; *text && *text != '\n'; text++)
		count += *text == wanted;
	return count;
}

static char separator_of(const char *text)
{
	char best = ',';

	for (const char *at = ";\t"; *at; at++)
		if (count_in_line(text, *at) > count_in_line(text, best))
			best = *at;
	return best;
}

static void add_row(struct reading *reading)
{
	struct csv_table *table = reading->table;

	table->rows = memory_resize(table->rows, table->count + 1, sizeof(*table->rows));
	table->rows[table->count++] = (struct csv_row){ .line = reading->line };
}

/* Takes the text, less the blanks around it. */
static void add_cell(struct reading *reading, struct text *text)
{
	struct csv_row *row = &reading->table->rows[reading->table->count - 1];
	char *bytes = text_take(text), *first = bytes;
	size_t length;

	while (isspace((unsigned char)*first))
		first++;
	length = strlen(first);
	while (length && isspace((unsigned char)first[length - 1]))
		length--;
	row->cells = memory_resize(row->cells, row->count + 1, sizeof(*row->cells));
	row->cells[row->count++] = memory_copy_bytes(first, length);
	free(bytes);
}

/* Behind its first quote. False: it has no end. */
static bool read_quoted(struct reading *reading, struct text *text)
{
	while (*reading->at) {
		if (*reading->at == '"' && *++reading->at != '"')
			return true;
		reading->line += *reading->at == '\n';
		text_add_bytes(text, reading->at++, 1);
	}
	return false;
}

static bool read_cell(struct reading *reading)
{
	struct text text = { 0 };

	if (*reading->at == '"') {
		reading->at++;
		if (!read_quoted(reading, &text)) {
			text_free(&text);
			return false;
		}
	}
	while (*reading->at && *reading->at != reading->separator && *reading->at != '\n')
		text_add_bytes(&text, reading->at++, 1);
	add_cell(reading, &text);
	return true;
}

/* Returns the line where a quote begins that has no end; 0: there is none. */
static size_t read_rows(struct reading *reading)
{
	while (*reading->at) {
		size_t line = reading->line;

		add_row(reading);
		for (;;) {
			if (!read_cell(reading))
				return line;
			if (*reading->at != reading->separator)
				break;
			reading->at++;
		}
		if (*reading->at == '\n') {
			reading->at++;
			reading->line++;
		}
	}
	return 0;
}

static bool is_text(const char *bytes, size_t length)
{
	unsigned point;

	for (size_t at = 0, size; at < length; at += size) {
		size = utf8_decode(bytes + at, length - at, &point);
		if (!size || !point)
			return false;
	}
	return true;
}

bool csv_read(struct csv_table *table, const char *path, char **error)
{
	struct reading reading = { .table = table, .line = 1 };
	size_t length, line;
	char *bytes = file_read(path, LONGEST_CSV, &length, error);

	*table = (struct csv_table){ 0 };
	if (!bytes)
		return false;
	if (!is_text(bytes, length)) {
		free(bytes);
		return text_error(
			error, "%s is no text in UTF-8: save it as CSV in UTF-8", path);
	}
	reading.at = strncmp(bytes, "\xef\xbb\xbf", 3) == 0 ? bytes + 3 : bytes;
	reading.separator = separator_of(reading.at);
	line = read_rows(&reading);
	free(bytes);
	if (!line)
		return true;
	csv_table_free(table);
	return text_error(error, "%s:%zu: a quotation mark has no end", path, line);
}

void csv_table_free(struct csv_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		for (size_t k = 0; k < table->rows[i].count; k++)
			free(table->rows[i].cells[k]);
		free(table->rows[i].cells);
	}
	free(table->rows);
	*table = (struct csv_table){ 0 };
}
