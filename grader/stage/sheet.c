#include "stage/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

static void add_piece(struct piece **pieces, size_t *count, struct piece piece)
{
	*pieces = memory_resize(*pieces, *count + 1, sizeof(**pieces));
	(*pieces)[(*count)++] = piece;
}

static struct piece drawn_piece(const struct terminal *terminal, enum style style,
				const char *bytes, size_t length)
{
	struct text drawn = { 0 };
	char *text = memory_copy_bytes(bytes, length);
	size_t columns = terminal_draw(terminal, &drawn, text);

	free(text);
	return (struct piece){ style, text_take(&drawn), columns, false, NULL };
}

static struct sheet_line *last_line(struct sheet *sheet)
{
	return &sheet->lines[sheet->count - 1];
}

static struct piece *last_piece(struct sheet *sheet)
{
	return &last_line(sheet)->pieces[last_line(sheet)->count - 1];
}

static void set_link(struct piece *piece, const char *link)
{
	piece->link = link ? memory_copy_text(link) : NULL;
}

void sheet_line(struct sheet *sheet)
{
	sheet->lines =
		memory_resize(sheet->lines, sheet->count + 1, sizeof(*sheet->lines));
	sheet->lines[sheet->count++] = (struct sheet_line){ 0 };
}

static void add_to_line(struct sheet *sheet, struct piece piece)
{
	struct sheet_line *line = last_line(sheet);

	add_piece(&line->pieces, &line->count, piece);
	line->columns += piece.columns;
}

void sheet_add_bytes(struct sheet *sheet, enum style style, const char *bytes,
		     size_t length)
{
	add_to_line(sheet, drawn_piece(sheet->terminal, style, bytes, length));
}

void sheet_add(struct sheet *sheet, enum style style, const char *text)
{
	sheet_add_bytes(sheet, style, text, strlen(text));
}

void sheet_add_drawn(struct sheet *sheet, const char *drawn)
{
	while (*drawn) {
		size_t length = strcspn(drawn, "\n");
		char *text = memory_copy_bytes(drawn, length);

		sheet_line(sheet);
		add_to_line(sheet, (struct piece){ STYLE_PLAIN, text, 0, true, NULL });
		drawn += length;
		drawn += *drawn == '\n';
	}
}

static void add_blanks(struct sheet *sheet, size_t count)
{
	char *blanks = memory_new(count + 1, 1);

	memset(blanks, ' ', count);
	sheet_add(sheet, STYLE_PLAIN, blanks);
	free(blanks);
}

void sheet_fill(struct sheet *sheet, size_t column)
{
	size_t there = last_line(sheet)->columns;

	if (there < column)
		add_blanks(sheet, column - there);
}

void sheet_append_line(struct sheet *sheet, struct sheet *other, size_t line)
{
	struct sheet_line *taken = &other->lines[line];

	for (size_t i = 0; i < taken->count; i++)
		add_to_line(sheet, taken->pieces[i]);
	free(taken->pieces);
	*taken = (struct sheet_line){ 0 };
}

void sheet_append(struct sheet *sheet, struct sheet *other)
{
	for (size_t i = 0; i < other->count; i++) {
		if (i || !sheet->count)
			sheet_line(sheet);
		sheet_append_line(sheet, other, i);
	}
	free(other->lines);
	other->lines = NULL;
	other->count = 0;
}

/* How many bytes of a drawn text take at most that many columns. */
static size_t bytes_within(const struct piece *piece, size_t columns)
{
	size_t length = strlen(piece->text), at = 0;

	if (piece->columns <= columns)
		return length;
	while (columns-- && at < length) {
		unsigned point;
		size_t size = utf8_decode(piece->text + at, length - at, &point);

		at += size ? size : 1;
	}
	return at;
}

static void write_part(const struct terminal *terminal, const struct piece *piece,
		       size_t from, size_t limit)
{
	size_t start = bytes_within(piece, from), end = bytes_within(piece, limit);

	if (piece->drawn)
		fputs(piece->text, terminal->stream);
	else if (end > start)
		terminal_write_and_free(
			terminal, piece->style,
			memory_copy_bytes(piece->text + start, end - start));
}

static size_t less(size_t this, size_t that)
{
	return this > that ? this - that : 0;
}

void sheet_write_line(const struct terminal *terminal, const struct sheet_line *line,
		      size_t from, size_t limit)
{
	size_t column = 0;

	for (size_t i = 0; i < line->count; i++) {
		write_part(terminal, &line->pieces[i], less(from, column),
			   less(limit, column));
		column += line->pieces[i].columns;
	}
}

char *sheet_line_text(const struct sheet_line *line)
{
	struct text text = { 0 };

	for (size_t i = 0; i < line->count; i++)
		text_add(&text, line->pieces[i].text);
	return text_take(&text);
}

void sheet_free(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		for (size_t j = 0; j < sheet->lines[i].count; j++) {
			free(sheet->lines[i].pieces[j].text);
			free(sheet->lines[i].pieces[j].link);
		}
		free(sheet->lines[i].pieces);
	}
	free(sheet->lines);
	sheet->lines = NULL;
	sheet->count = 0;
}

struct paragraph paragraph_begin(struct sheet *sheet, size_t indent, size_t width)
{
	return (struct paragraph){
		.sheet = sheet,
		.indent = indent,
		.width = width,
		.line_start = last_line(sheet)->columns,
	};
}

static size_t word_columns(const struct paragraph *paragraph)
{
	size_t columns = 0;

	for (size_t i = 0; i < paragraph->word_count; i++)
		columns += paragraph->word[i].columns;
	return columns;
}

void paragraph_break(struct paragraph *paragraph)
{
	sheet_line(paragraph->sheet);
	sheet_fill(paragraph->sheet, paragraph->indent);
	paragraph->line_start = paragraph->indent;
}

/* A word that is wider than a line is broken where the line ends. */
static void place_wide_word(struct paragraph *paragraph)
{
	struct sheet *sheet = paragraph->sheet;

	for (size_t i = 0; i < paragraph->word_count; i++) {
		struct piece *piece = &paragraph->word[i];
		const char *rest = piece->text;

		while (*rest) {
			size_t there = last_line(sheet)->columns;
			struct piece left = { piece->style, (char *)rest, (size_t)-1,
					      false, NULL };
			size_t size =
				there < paragraph->width
					? bytes_within(&left, paragraph->width - there)
					: 0;

			if (!size) {
				paragraph_break(paragraph);
				size = bytes_within(&left, 1);
			}
			sheet_add_bytes(sheet, piece->style, rest, size);
			set_link(last_piece(sheet), piece->link);
			rest += size;
		}
		free(piece->text);
		free(piece->link);
	}
	paragraph->word_count = 0;
}

/* Puts the word that is complete into this line, or into the next. */
static void place_word(struct paragraph *paragraph)
{
	struct sheet *sheet = paragraph->sheet;
	size_t columns = word_columns(paragraph);
	bool first = last_line(sheet)->columns <= paragraph->line_start;

	if (!paragraph->word_count)
		return;
	if (!first && last_line(sheet)->columns + 1 + columns > paragraph->width)
		paragraph_break(paragraph);
	else if (!first)
		add_blanks(sheet, 1);
	if (columns > paragraph->width - paragraph->indent) {
		place_wide_word(paragraph);
		return;
	}
	for (size_t i = 0; i < paragraph->word_count; i++)
		add_to_line(sheet, paragraph->word[i]);
	paragraph->word_count = 0;
}

static void add_to_word(struct paragraph *paragraph, enum style style, const char *bytes,
			size_t length)
{
	struct piece piece;

	if (!length)
		return;
	piece = drawn_piece(paragraph->sheet->terminal, style, bytes, length);
	set_link(&piece, paragraph->link);
	add_piece(&paragraph->word, &paragraph->word_count, piece);
}

void paragraph_add(struct paragraph *paragraph, enum style style, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, " \t\n");

		add_to_word(paragraph, style, text, length);
		text += length;
		if (*text) {
			place_word(paragraph);
			text++;
		}
	}
}

void paragraph_add_whole(struct paragraph *paragraph, enum style style, const char *text)
{
	size_t room = paragraph->width - paragraph->indent;

	if (paragraph->width > paragraph->indent && strlen(text) > room)
		paragraph_add(paragraph, style, text);
	else
		add_to_word(paragraph, style, text, strlen(text));
}

void paragraph_end(struct paragraph *paragraph)
{
	place_word(paragraph);
	free(paragraph->word);
	paragraph->word = NULL;
}
