/* What is seen of a demo, and what only the presenter sees. See demo.h. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "stage/demo.h"
#include "stage/frame.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

/* Rows that a program's lines and its picture may take. */
enum { ROOM_FOR_A_RUN = 14 };

static const struct slide *slide_of(const struct demo *demo)
{
	return &demo->slides.slides[demo->at];
}

static size_t room_of(const struct demo *demo)
{
	return demo->rows > 4 ? demo->rows - 4 : 1;
}

static size_t write_sheet(const struct terminal *terminal, const struct sheet *sheet,
			  size_t *skip, size_t room)
{
	size_t written = 0;

	for (size_t i = 0; i < sheet->count && written < room; i++) {
		if (*skip) {
			--*skip;
			continue;
		}
		sheet_write_line(terminal, &sheet->lines[i], 0, terminal->columns);
		fputc('\n', terminal->stream);
		written++;
	}
	return written;
}

static void fill(const struct terminal *terminal, size_t rows)
{
	while (rows--)
		fputc('\n', terminal->stream);
}

static void write_heading(const struct demo *demo, const struct terminal *terminal)
{
	const char *heading = slide_of(demo)->heading;

	fputs("\n  ", terminal->stream);
	terminal_write(terminal, STYLE_HEADING, heading ? heading : demo->reading->title);
	fputs("\n\n", terminal->stream);
}

/* ---- a slide of text ----------------------------------------------------- */

static void write_text(const struct demo *demo, const struct terminal *terminal)
{
	const struct slide *slide = slide_of(demo);
	size_t room = room_of(demo), skip = demo->scroll;

	for (size_t i = slide->first; i < slide->end && room; i++) {
		const struct sheet *sheet = &demo->page.blocks[i].sheet;

		room -= write_sheet(terminal, sheet, &skip, room);
		if (room && sheet->count && !skip) {
			fputc('\n', terminal->stream);
			room--;
		}
	}
	fill(terminal, room);
}

/* ---- a program on the stage ---------------------------------------------- */

static char *picture_now(const struct demo *demo, const struct terminal *terminal)
{
	struct terminal inner = *terminal;
	char *drawn = NULL;
	size_t size;

	inner.stream = open_memstream(&drawn, &size);
	if (!inner.stream)
		return memory_copy_text("");
	picture_text_at(&inner, &demo->recording.picture, demo->playback.now);
	if (fclose(inner.stream) != 0)
		drawn[0] = '\0';
	return drawn;
}

static size_t count_lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static size_t lines_so_far(const struct demo *demo)
{
	const struct program_result *result = &demo->recording.result;
	size_t count = 0;

	while (count < result->line_count &&
	       result->lines[count].at <= demo->playback.now)
		count++;
	return count;
}

/* The newest ones, if there are more than there is room for. */
static void write_lines(const struct demo *demo, const struct terminal *terminal,
			size_t room)
{
	const struct program_result *result = &demo->recording.result;
	size_t count = lines_so_far(demo), first = count > room ? count - room : 0;

	for (size_t i = first; i < count; i++) {
		const struct timed_line *line = &result->lines[i];
		struct text text = { 0 };

		text_add_format(&text, "  %8.3f | ", (double)line->at / 1e9);
		terminal_write(terminal, STYLE_FAINT, text.bytes);
		text_free(&text);
		visible_add_cut(&text, line->text, line->length, terminal->unicode,
				SPACES_PLAIN, terminal->columns - 14);
		terminal_write_and_free(terminal,
					i + 1 == count ? STYLE_STRONG : STYLE_PLAIN,
					text_take(&text));
		fputc('\n', terminal->stream);
	}
	fill(terminal, room - (count - first));
}

/* The source, if all of it leaves enough for the rest; else it was seen before. */
static size_t write_source(const struct demo *demo, const struct terminal *terminal,
			   size_t room)
{
	size_t code = slide_of(demo)->code, skip = 0, height;

	if (code >= demo->page.count)
		return 0;
	height = demo->page.blocks[code].sheet.count;
	if (height + 1 > room)
		return 0;
	write_sheet(terminal, &demo->page.blocks[code].sheet, &skip, height);
	fputc('\n', terminal->stream);
	return height + 1;
}

static size_t lines_wanted(const struct demo *demo)
{
	size_t count = demo->recording.result.line_count;

	return count < 3 ? 3 : count;
}

static void write_clock(const struct demo *demo, const struct terminal *terminal)
{
	const struct playback *playback = &demo->playback;
	char *clock = text_format("  %8.3f s", (double)playback->now / 1e9);
	char *speed = playback->speed >= 1 ? text_format("  %gx", playback->speed)
					   : text_format("  1/%gx", 1 / playback->speed);
	const char *state = playback_is_over(playback) ? "  over"
			    : playback->paused         ? "  paused"
						       : "";

	terminal_write(terminal, STYLE_STRONG, clock);
	terminal_write(terminal, STYLE_FAINT, playback->speed == 1 ? "" : speed);
	terminal_write(terminal, STYLE_DOUBT, state);
	if (demo->typed)
		terminal_write_and_free(terminal, STYLE_DOUBT,
					text_format("  to second: %s_", demo->typed));
	fputs("\n\n", terminal->stream);
	free(clock);
	free(speed);
}

static void write_stage(const struct demo *demo, const struct terminal *terminal)
{
	char *picture = picture_now(demo, terminal);
	size_t room = room_of(demo), height = count_lines(picture);
	size_t needed = 2 + lines_wanted(demo) + height;

	if (room > needed)
		room -= write_source(demo, terminal, room - needed);
	write_clock(demo, terminal);
	room -= room > 2 ? 2 : room;
	if (height + 3 > room)
		height = 0;
	write_lines(demo, terminal, room - height);
	if (height)
		fputs(picture, terminal->stream);
	free(picture);
}

/* It is not there yet: its clock stands at the beginning. */
static void write_starting(const struct demo *demo, const struct terminal *terminal)
{
	size_t room = room_of(demo);

	room -= room > ROOM_FOR_A_RUN
			? write_source(demo, terminal, room - ROOM_FOR_A_RUN)
			: 0;
	terminal_write(terminal, STYLE_STRONG, "     0.000 s\n");
	fill(terminal, room - 1);
}

/* ---- all of it ----------------------------------------------------------- */

static void write_help(const struct terminal *terminal)
{
	static const char *const lines[] = {
		"",
		"  Space, Right, n     the next slide, and its program runs",
		"  Left, p             the slide before",
		"  Up Down             scroll a slide that is higher than the screen",
		"  Tab, Shift-Tab      the next program, the one before",
		"  Home                the first slide",
		"",
		"  while a program is on the stage:",
		"  Space               pause, and go on",
		"  . Down   , Up       to the next event, to the one before",
		"  + -                 faster, slower",
		"  0 End               to its beginning, to its end",
		"  j                   to a second that you type",
		"  Enter, r            run it again",
		"",
		"  q                   back to the shell",
		"",
		"  Any key closes this.",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		fprintf(terminal->stream, "%s\n", lines[i]);
}

/* A word about the keys is for the presenter, and small enough for the audience. */
static void write_bar(const struct demo *demo, const struct terminal *terminal)
{
	struct frame frame = { .terminal = *terminal };
	char *right = text_format("? keys  %zu/%zu", demo->at + 1, demo->slides.count);

	frame_bar(&frame, demo->reading->title, right);
	free(right);
}

void demo_write(const struct demo *demo, const struct terminal *terminal)
{
	if (demo->help) {
		write_help(terminal);
		return;
	}
	write_heading(demo, terminal);
	if (demo->playing)
		write_stage(demo, terminal);
	else if (demo->starting)
		write_starting(demo, terminal);
	else
		write_text(demo, terminal);
	write_bar(demo, terminal);
}

/* ---- for the presenter --------------------------------------------------- */

static void write_paragraph(const struct terminal *terminal, enum style style,
			    const char *text)
{
	fputs("  ", terminal->stream);
	terminal_wrap(terminal, style, 2, text);
}

static void write_slide_notes(const struct demo *demo, const struct terminal *terminal)
{
	const struct slide *slide = slide_of(demo);
	bool any = false;

	for (size_t i = slide->first; i < slide->end; i++) {
		const struct page_block *block = &demo->page.blocks[i];

		if (block->kind != PAGE_NOTE || !block->name)
			continue;
		write_paragraph(terminal, STYLE_PLAIN,
				block->name + strspn(block->name, " \n"));
		fputc('\n', terminal->stream);
		any = true;
	}
	if (!any)
		write_paragraph(terminal, STYLE_FAINT, "(no note for this slide)");
}

static void write_coming_lines(const struct demo *demo, const struct terminal *terminal)
{
	static const char *const sources[] = {
		[RECORDING_LIVE] = "It was run just now.",
		[RECORDING_KEPT] = "It failed here. What is shown is an earlier run.",
		[RECORDING_LESSON] =
			"It cannot be run here: this is what the lesson says.",
	};
	const struct program_result *result = &demo->recording.result;

	fputc('\n', terminal->stream);
	write_paragraph(terminal,
			demo->recording.source == RECORDING_LIVE ? STYLE_FAINT
								 : STYLE_BAD,
			sources[demo->recording.source]);
	for (size_t i = lines_so_far(demo); i < result->line_count; i++) {
		char *text = visible_copy(result->lines[i].text, result->lines[i].length,
					  terminal->unicode, SPACES_PLAIN);
		terminal_write_and_free(terminal, STYLE_PLAIN,
					text_format("  %8.3f | %s\n",
						    (double)result->lines[i].at / 1e9,
						    text));
		free(text);
	}
}

static const char *slide_words(const struct demo *demo, size_t at, char **made)
{
	const struct slide *slide = &demo->slides.slides[at];

	*made = slide->program ? text_format("%s runs: %s", slide->program,
					     slide->heading ? slide->heading : "")
			       : memory_copy_text(slide->heading ? slide->heading : "");
	return *made;
}

void demo_write_notes(const struct demo *demo, const struct terminal *terminal)
{
	char *now, *next = NULL;

	fputc('\n', terminal->stream);
	terminal_write_and_free(terminal, STYLE_HEADING,
				text_format("  %zu of %zu: %s\n\n", demo->at + 1,
					    demo->slides.count,
					    slide_words(demo, demo->at, &now)));
	write_slide_notes(demo, terminal);
	if (demo->starting)
		write_paragraph(terminal, STYLE_FAINT,
				"It is compiled and run just now.");
	if (demo->playing)
		write_coming_lines(demo, terminal);
	if (demo->at + 1 < demo->slides.count)
		terminal_write_and_free(
			terminal, STYLE_FAINT,
			text_format("\n  next: %s\n",
				    slide_words(demo, demo->at + 1, &next)));
	free(now);
	free(next);
}
