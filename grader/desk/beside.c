#define _GNU_SOURCE
#include "desk/beside.h"

#include <stdlib.h>
#include <string.h>

#include "text/text.h"

/* Two halves of 62 columns hold a program, and a bar between them. */
enum { FEWEST_COLUMNS = 128, BETWEEN = 3 };

bool beside_fits(const struct terminal *terminal)
{
	return terminal->columns >= FEWEST_COLUMNS;
}

static bool open_side(struct beside *beside)
{
	beside->half.stream = open_memstream(&beside->texts[beside->side],
					     &beside->lengths[beside->side]);
	return beside->half.stream != NULL;
}

bool beside_begin(struct beside *beside, const struct terminal *terminal)
{
	*beside = (struct beside){ .terminal = terminal, .half = *terminal };
	beside->half.columns = (terminal->columns - BETWEEN) / 2;
	return open_side(beside);
}

bool beside_turn(struct beside *beside)
{
	fclose(beside->half.stream);
	beside->side = 1;
	if (open_side(beside))
		return true;
	free(beside->texts[0]);
	return false;
}

/* The next line of a text; its line end is taken away. */
static const char *next_line(char **rest)
{
	const char *line = *rest ? strsep(rest, "\n") : "";

	if (*rest && !**rest)
		*rest = NULL;
	return line;
}

static void write_both(const struct beside *beside, const char *left, const char *right)
{
	struct text line = { 0 };
	size_t width = terminal_add_cut(&line, left, beside->half.columns);

	if (*right) {
		text_add_format(&line, "%*s", (int)(beside->half.columns - width), "");
		fputs(line.bytes, beside->terminal->stream);
		terminal_write(beside->terminal, STYLE_FAINT, " \u2502 ");
		text_free(&line);
		terminal_add_cut(&line, right, beside->half.columns);
	}
	fprintf(beside->terminal->stream, "%s\n", line.bytes);
	text_free(&line);
}

void beside_end(struct beside *beside)
{
	char *rests[2];

	fclose(beside->half.stream);
	rests[0] = beside->texts[0];
	rests[1] = beside->texts[1];
	while (rests[0] || rests[1]) {
		const char *left = next_line(&rests[0]);

		write_both(beside, left, next_line(&rests[1]));
	}
	free(beside->texts[0]);
	free(beside->texts[1]);
}
