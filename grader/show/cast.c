/* A run as asciinema plays it: its lines at their times, and the picture below them,
 * which grows. See picture.h.
 *
 * The format is asciicast v2: an object, then an array for each output, each on
 * a line of its own. Each output is the whole screen anew, so that the last one is
 * what a terminal shows of the run, whatever the height of the one that it is played on. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "text/text.h"
#include "text/visible.h"

enum {
	CAST_COLUMNS = 80,
	CAST_ROWS = 24, /* at least */
	LINES_SHOWN = 20,
	GROWING_STEPS = 60,
};

#define WHOLE_SCREEN "\033[H\033[2J\033[3J"

struct cast {
	FILE *stream;
	const struct picture *picture;
	const struct program_result *result; /* whose lines are played: the last side's */
};

/* Frees the value. */
static bool write_value(FILE *stream, json_t *value)
{
	bool written =
		value &&
		json_dumpf(value, stream, JSON_COMPACT | JSON_REAL_PRECISION(15)) == 0 &&
		fputc('\n', stream) != EOF;

	json_decref(value);
	return written;
}

/* How many have come by then. */
static size_t lines_until(const struct cast *cast, nanoseconds now)
{
	size_t count = 0;

	while (count < cast->result->line_count && cast->result->lines[count].at <= now)
		count++;
	return count;
}

static void draw_lines(const struct cast *cast, const struct terminal *terminal,
		       nanoseconds now)
{
	size_t count = lines_until(cast, now);
	size_t first = count > LINES_SHOWN ? count - LINES_SHOWN : 0;

	if (first)
		terminal_write_and_free(
			terminal, STYLE_FAINT,
			text_format("           \u2026 %zu lines before\n", first));
	for (size_t i = first; i < count; i++) {
		const struct timed_line *line = &cast->result->lines[i];
		struct text text = { 0 };

		text_add_format(&text, "%8.3f | ", (double)line->at / 1e9);
		visible_add_cut(&text, line->text, line->length, true, SPACES_PLAIN,
				CAST_COLUMNS - text.length);
		text_add(&text, "\n");
		fwrite(text.bytes, 1, text.length, terminal->stream);
		text_free(&text);
	}
}

/* The screen at that moment, its rows ended as a terminal wants them. To be freed. */
static char *draw_screen(const struct cast *cast, nanoseconds now, size_t *rows)
{
	struct terminal terminal = { .colour = true,
				     .unicode = true,
				     .columns = CAST_COLUMNS };
	struct text text = { 0 };
	char *drawn = NULL;
	size_t length = 0;

	*rows = 0;
	terminal.stream = open_memstream(&drawn, &length);
	if (!terminal.stream)
		return text_take(&text);
	draw_lines(cast, &terminal, now);
	picture_text_at(&terminal, cast->picture, now);
	fclose(terminal.stream);
	for (const char *row = drawn; *row; row += strcspn(row, "\n") + 1, ++*rows)
		text_add_format(&text, "%.*s\r\n", (int)strcspn(row, "\n"), row);
	free(drawn);
	return text_take(&text);
}

/* All that happens in that millisecond is on it. */
static bool write_screen(const struct cast *cast, milliseconds at)
{
	size_t rows;
	char *screen = draw_screen(cast, at * 1000000 + 999999, &rows);
	char *bytes = text_format("%s%s", WHOLE_SCREEN, screen);
	json_t *event = json_pack("[f,s,s]", (double)at / 1e3, "o", bytes);

	free(bytes);
	free(screen);
	return write_value(cast->stream, event);
}

static nanoseconds end_of(const struct cast *cast)
{
	nanoseconds end = cast->result->ended_at;

	return end > cast->picture->until ? end : cast->picture->until;
}

/* As high as the last screen. */
static bool write_head(const struct cast *cast)
{
	char *title = visible_copy(cast->picture->title, strlen(cast->picture->title),
				   true, SPACES_PLAIN);
	size_t rows = 0;
	json_t *head;

	if (cast->result)
		free(draw_screen(cast, end_of(cast), &rows));
	rows = rows + 1 > CAST_ROWS ? rows + 1 : CAST_ROWS;
	head = json_pack("{s:i,s:i,s:i,s:s}", "version", 2, "width", CAST_COLUMNS,
			 "height", (int)rows, "title", title);
	free(title);
	return write_value(cast->stream, head);
}

/* From the one before it to that moment: the lanes grow evenly. */
static bool write_until(const struct cast *cast, int64_t before, int64_t moment)
{
	int64_t step = end_of(cast) / 1000000 / GROWING_STEPS + 1;
	bool written = true;

	for (int64_t now = before + step; written && now < moment; now += step)
		written = write_screen(cast, now);
	return written && write_screen(cast, moment);
}

bool picture_cast(FILE *stream, const struct picture *picture)
{
	struct cast cast = {
		.stream = stream,
		.picture = picture,
		.result = picture->count ? picture->sides[picture->count - 1].lanes.result
					 : NULL,
	};
	bool written = write_head(&cast);
	int64_t before = 0, last;
	char *moments, *next;

	if (!written || !cast.result)
		return written;
	last = end_of(&cast) / 1000000;
	moments = picture_moments(picture);
	for (next = moments; written && *next; next += strspn(next, " ")) {
		int64_t moment = strtoll(next, &next, 10);

		if (moment >= last)
			break;
		written = write_until(&cast, before, moment);
		before = moment;
	}
	free(moments);
	return written && write_until(&cast, before, last);
}
