/* The lines of a run at their times, as asciinema plays them. See picture.h.
 *
 * The format is asciicast v2: an object, then an array for each output, each on
 * a line of its own. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "show/picture.h"
#include "text/text.h"
#include "text/visible.h"

enum { CAST_COLUMNS = 80, CAST_ROWS = 24 };

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

static bool write_line(FILE *stream, const struct timed_line *line)
{
	char *seen = visible_copy(line->text, line->length, true, SPACES_PLAIN);
	char *shown = text_format("%8.3f | %s\r\n", (double)line->at / 1e9, seen);
	json_t *event = json_pack("[f,s,s]", (double)line->at / 1e9, "o", shown);

	free(shown);
	free(seen);
	return write_value(stream, event);
}

/* Of a check, the learner's own: the last side. */
bool picture_cast(FILE *stream, const struct picture *picture)
{
	const struct program_result *result =
		picture->count ? picture->sides[picture->count - 1].lanes.result : NULL;
	char *title =
		visible_copy(picture->title, strlen(picture->title), true, SPACES_PLAIN);
	bool written = write_value(stream, json_pack("{s:i,s:i,s:i,s:s}", "version", 2,
						     "width", CAST_COLUMNS, "height",
						     CAST_ROWS, "title", title));

	free(title);
	for (size_t i = 0; result && written && i < result->line_count; i++)
		written = write_line(stream, &result->lines[i]);
	return written;
}
