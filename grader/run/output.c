#include "run/output.h"

#include <stdlib.h>
#include <string.h>

#include "text/memory.h"

static void begin_line(struct output_part *part, enum program_stream stream,
		       nanoseconds at)
{
	*part = (struct output_part){
		.line = { .at = at, .stream = stream },
		.begun = true,
	};
}

/* Keeps room for the NUL. */
static void add_bytes(struct output_part *part, const char *bytes, size_t length,
		      size_t limit)
{
	struct timed_line *line = &part->line;

	if (limit && length > limit - line->length) {
		length = limit - line->length;
		line->cut = true;
	}
	if (!line->text || line->length + length + 1 > part->capacity) {
		part->capacity = (line->length + length + 1) * 3 / 2;
		line->text = memory_resize(line->text, part->capacity, 1);
	}
	memcpy(line->text + line->length, bytes, length);
	line->length += length;
	line->text[line->length] = '\0';
}

static void end_line(struct output *output, struct output_part *part, bool newline)
{
	struct timed_line *line;

	part->line.newline = newline;
	part->begun = false;
	if (output->line_count == output->line_capacity) {
		output->line_capacity =
			output->line_capacity ? output->line_capacity * 2 : 32;
		output->lines = memory_resize(output->lines, output->line_capacity,
					      sizeof(*output->lines));
	}
	line = &output->lines[output->line_count++];
	*line = part->line;
	if (output->on_line)
		output->on_line(line, output->context);
}

static bool is_full(const struct output *output)
{
	return output->most_lines && output->line_count > output->most_lines;
}

void output_add(struct output *output, enum program_stream stream, const char *bytes,
		size_t length, nanoseconds at)
{
	struct output_part *part = &output->parts[stream];

	output->bytes += length;
	while (length > 0 && !is_full(output)) {
		const char *newline = memchr(bytes, '\n', length);
		size_t piece = newline ? (size_t)(newline - bytes) : length;

		if (!part->begun)
			begin_line(part, stream, at);
		add_bytes(part, bytes, piece, output->line_limit);
		if (!newline)
			return;
		end_line(output, part, true);
		bytes += piece + 1;
		length -= piece + 1;
	}
}

void output_end(struct output *output)
{
	for (int stream = 0; stream < 2; stream++) {
		if (!output->parts[stream].begun)
			continue;
		if (is_full(output))
			free(output->parts[stream].line.text);
		else
			end_line(output, &output->parts[stream], false);
	}
}
