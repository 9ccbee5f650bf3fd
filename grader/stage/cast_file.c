#include "stage/cast_file.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "text/memory.h"
#include "text/text.h"

static void write_value(struct cast_file *cast, json_t *value)
{
	if (value &&
	    json_dumpf(value, cast->stream, JSON_COMPACT | JSON_REAL_PRECISION(12)) == 0)
		fputc('\n', cast->stream);
	json_decref(value);
}

bool cast_file_open(struct cast_file *cast, const char *path, const char *title,
		    size_t columns, size_t rows, char **error)
{
	*cast = (struct cast_file){ .stream = fopen(path, "we"), .rows = rows };
	if (!cast->stream)
		return text_error(error, "%s cannot be written: %s", path,
				  strerror(errno));
	write_value(cast, json_pack("{s:i,s:I,s:I,s:s}", "version", 2, "width",
				    (json_int_t)columns, "height", (json_int_t)rows,
				    "title", title));
	return true;
}

/* Over the frame before: each line is cleared first, and so is what is below. */
static char *as_output(const struct cast_file *cast, const char *frame)
{
	struct text text = { 0 };

	text_add(&text, "\033[H");
	for (size_t row = 0; row < cast->rows; row++) {
		size_t length = strcspn(frame, "\n");

		text_add(&text, row ? "\r\n\033[K" : "\033[K");
		text_add_bytes(&text, frame, length);
		frame += length;
		frame += *frame == '\n';
	}
	return text_take(&text);
}

void cast_file_add(struct cast_file *cast, nanoseconds at, const char *frame)
{
	char *output;

	if (!cast->stream || (cast->last && strcmp(cast->last, frame) == 0))
		return;
	free(cast->last);
	cast->last = memory_copy_text(frame);
	output = as_output(cast, frame);
	write_value(cast, json_pack("[f,s,s]", (double)at / 1e9, "o", output));
	free(output);
}

void cast_file_resize(struct cast_file *cast, nanoseconds at, size_t columns, size_t rows)
{
	char *size;

	if (!cast->stream)
		return;
	size = text_format("%zux%zu", columns, rows);
	write_value(cast, json_pack("[f,s,s]", (double)at / 1e9, "r", size));
	free(size);
	free(cast->last); /* all of it is drawn anew */
	cast->last = NULL;
	cast->rows = rows;
}

bool cast_file_close(struct cast_file *cast, char **error)
{
	bool written =
		!cast->stream || (fflush(cast->stream) == 0 && !ferror(cast->stream));

	if (cast->stream && fclose(cast->stream) != 0)
		written = false;
	free(cast->last);
	*cast = (struct cast_file){ 0 };
	return written || text_error(error, "the recording could not be written: %s",
				     strerror(errno));
}
