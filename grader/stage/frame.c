#define _GNU_SOURCE
#include "stage/frame.h"

#include <stdlib.h>
#include <string.h>

#include "show/screen.h"
#include "stage/sheet.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

bool frame_begin(struct frame *frame)
{
	*frame = (struct frame){ .terminal = terminal_of(stdout) };
	frame->terminal.columns = screen_columns();
	frame->terminal.stream = open_memstream(&frame->bytes, &frame->size);
	return frame->terminal.stream != NULL;
}

char *frame_take(struct frame *frame)
{
	if (fclose(frame->terminal.stream) != 0) {
		free(frame->bytes);
		return memory_copy_text("");
	}
	return frame->bytes;
}

void frame_show_bytes(const char *bytes)
{
	char *copy = memory_copy_text(bytes), *rest = copy;
	const char **lines = NULL;
	size_t count = 0;

	while (*rest) {
		lines = memory_resize(lines, count + 1, sizeof(*lines));
		lines[count++] = rest;
		rest += strcspn(rest, "\n");
		if (*rest)
			*rest++ = '\0';
	}
	screen_show(lines, count);
	free(lines);
	free(copy);
}

void frame_show(struct frame *frame)
{
	char *bytes = frame_take(frame);

	frame_show_bytes(bytes);
	free(bytes);
}

/* What there is room for: what stands at the right says what can be done. */
static void add_cut(struct sheet *bar, const char *words, size_t room)
{
	struct text cut = { 0 };

	text_add(&cut, "");
	visible_add_cut(&cut, words, strlen(words), true, SPACES_PLAIN, room);
	sheet_add(bar, STYLE_CHOSEN, cut.bytes);
	text_free(&cut);
}

void frame_bar(struct frame *frame, const char *left, const char *right)
{
	struct sheet bar = { .terminal = &frame->terminal };
	struct sheet end = { .terminal = &frame->terminal };
	size_t width = frame->terminal.columns;

	sheet_line(&end);
	sheet_add(&end, STYLE_CHOSEN, right);
	sheet_line(&bar);
	sheet_add(&bar, STYLE_CHOSEN, " ");
	add_cut(&bar, left,
		width > end.lines[0].columns + 4 ? width - end.lines[0].columns - 4 : 0);
	while (bar.lines[0].columns + end.lines[0].columns + 1 < width)
		sheet_add(&bar, STYLE_CHOSEN, " ");
	sheet_append(&bar, &end);
	sheet_add(&bar, STYLE_CHOSEN, " ");
	sheet_write_line(&frame->terminal, &bar.lines[0], 0, width);
	sheet_free(&bar);
}
