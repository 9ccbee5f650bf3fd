#include "stage/code_line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/visible.h"

/* What stands before a part that goes on: the mark and a blank. */
enum { MARK_COLUMNS = 2, FEWEST_COLUMNS = 8 };

void code_line_add(struct code_line *line, enum style style, const char *bytes,
		   size_t length)
{
	const char byte = (char)style;

	text_add_bytes(&line->bytes, bytes, length);
	for (size_t i = 0; i < length; i++)
		text_add_bytes(&line->styles, &byte, 1);
}

static size_t size_at(const struct code_line *line, size_t at)
{
	unsigned point;
	size_t size =
		utf8_decode(line->bytes.bytes + at, line->bytes.length - at, &point);

	return size ? size : 1;
}

/* How many columns the terminal needs for it: in ASCII alone they can be more. */
static size_t columns_at(const struct code_line *line, size_t at, size_t size,
			 const struct terminal *terminal)
{
	struct text drawn = { 0 };
	char *character;
	size_t columns;

	if (line->bytes.bytes[at] >= ' ' && line->bytes.bytes[at] < 127)
		return 1;
	character = memory_copy_bytes(line->bytes.bytes + at, size);
	columns = terminal_draw(terminal, &drawn, character);
	text_free(&drawn);
	free(character);
	return columns;
}

/* Where the room ends, if the line begins at `from`; at least one character on. */
static size_t end_of_room(const struct code_line *line, size_t from, size_t room,
			  const struct terminal *terminal)
{
	size_t at = from, columns = 0;

	while (at < line->bytes.length) {
		size_t size = size_at(line, at);

		columns += columns_at(line, at, size, terminal);
		if (columns > room && at > from)
			break;
		at += size;
	}
	return at;
}

static int depth_change(char byte)
{
	if (strchr("([{", byte))
		return 1;
	return strchr(")]}", byte) ? -1 : 0;
}

/* After the last blank that is outside of strings, and within the fewest brackets; there,
 * rather after a comma than between the words of one argument. 0: there is none. */
static size_t after_blank(const struct code_line *line, size_t from, size_t earliest,
			  size_t end)
{
	const char *bytes = line->bytes.bytes;
	int depth = depth_change(bytes[from]), least = 0;
	size_t best = 0;

	for (size_t at = from + 1; at <= end; at++) {
		bool string = line->styles.bytes[at] == STYLE_STRING;
		int cost = 2 * depth + (depth > 0 && !strchr(",;", bytes[at - 1]));

		if (at >= earliest && bytes[at] == ' ' && !string &&
		    (!best || cost <= least)) {
			best = at + 1;
			least = cost;
		}
		depth += string ? 0 : depth_change(bytes[at]);
	}
	return best;
}

/* After the last of those bytes; 0: there is none. */
static size_t after_any(const struct code_line *line, size_t earliest, size_t end,
			const char *wanted)
{
	for (size_t at = end; at > earliest; at--)
		if (strchr(wanted, line->bytes.bytes[at - 1]))
			return at;
	return 0;
}

/* Not in the first third: what is left there would look lost. */
static size_t place_to_break(const struct code_line *line, size_t from, size_t end)
{
	size_t earliest = from + (end - from) / 3, at;

	if (end == line->bytes.length)
		return end;
	at = after_blank(line, from, earliest, end);
	if (!at)
		at = after_any(line, earliest, end, " ");
	if (!at)
		at = after_any(line, earliest, end, ",;({[|&/?");
	return at ? at : end;
}

static void write_part(struct sheet *sheet, const struct code_line *line, size_t from,
		       size_t end)
{
	while (end > from && line->bytes.bytes[end - 1] == ' ')
		end--;
	for (size_t i = from, next; i < end; i = next) {
		for (next = i;
		     next < end && line->styles.bytes[next] == line->styles.bytes[i];
		     next++)
			;
		sheet_add_bytes(sheet, (enum style)line->styles.bytes[i],
				line->bytes.bytes + i, next - i);
	}
}

static void begin_next(struct sheet *sheet, size_t column)
{
	sheet_line(sheet);
	sheet_fill(sheet, column - MARK_COLUMNS);
	sheet_add(sheet, STYLE_FAINT, "\u21aa");
	sheet_fill(sheet, column);
}

static void place(const struct code_line *line, struct sheet *sheet, size_t indent,
		  size_t hang)
{
	size_t at = 0, column = indent, columns = sheet->terminal->columns;

	sheet_fill(sheet, indent);
	while (at < line->bytes.length) {
		size_t room = columns > column + FEWEST_COLUMNS ? columns - column
								: FEWEST_COLUMNS;
		size_t end = end_of_room(line, at, room, sheet->terminal);
		size_t next = place_to_break(line, at, end);

		write_part(sheet, line, at, next);
		for (at = next; at < line->bytes.length && line->bytes.bytes[at] == ' ';)
			at++;
		column = indent + hang;
		if (at < line->bytes.length)
			begin_next(sheet, column);
	}
}

/* As far in as that, if half of the room is left. */
static size_t hang_within(const struct sheet *sheet, size_t indent, size_t hang)
{
	size_t columns = sheet->terminal->columns;
	size_t most = columns > indent ? (columns - indent) / 2 : 0;

	hang = hang < most ? hang : most;
	return hang < MARK_COLUMNS ? MARK_COLUMNS : hang;
}

void code_line_place(struct code_line *line, struct sheet *sheet, size_t indent,
		     size_t hang)
{
	if (line->bytes.length)
		place(line, sheet, indent, hang_within(sheet, indent, hang));
	text_free(&line->bytes);
	text_free(&line->styles);
}
