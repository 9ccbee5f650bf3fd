#include "stage/run_sheet.h"

#include <stdio.h>
#include <stdlib.h>

#include "stage/lesson_page.h"
#include "text/text.h"

static void add_run_lines(struct sheet *sheet, const struct recording *recording)
{
	struct timed_output output;

	timed_output_of_program(&recording->result, &output);
	for (size_t i = 0; i < output.count; i++) {
		const struct output_line *line = &output.lines[i];
		char *moment = timed_output_moment(line->at);

		sheet_line(sheet);
		sheet_fill(sheet, 4);
		sheet_add(sheet, STYLE_FAINT, moment);
		sheet_add(sheet, STYLE_FAINT, " | ");
		sheet_add_bytes(sheet, STYLE_PLAIN, line->text, line->length);
		free(moment);
	}
	timed_output_free(&output);
}

static void add_picture(struct sheet *sheet, const struct picture *picture)
{
	struct terminal terminal = *sheet->terminal;
	size_t size;
	char *drawn = NULL;

	terminal.stream = open_memstream(&drawn, &size);
	if (!terminal.stream)
		return;
	picture_text(&terminal, picture);
	if (fclose(terminal.stream) == 0)
		sheet_add_drawn(sheet, drawn);
	free(drawn);
}

static void add_sentence(struct sheet *sheet, enum style style, const char *text)
{
	struct paragraph paragraph;

	sheet_line(sheet);
	sheet_fill(sheet, 4);
	paragraph = paragraph_begin(sheet, 4, lesson_page_width(sheet->terminal));
	paragraph_add(&paragraph, style, text);
	paragraph_end(&paragraph);
}

void run_sheet_make(struct sheet *sheet, const char *name,
		    const struct recording *recording)
{
	char *line = text_format(
		"%s ran%s: %.3f s on the virtual clock", name,
		recording->source == RECORDING_KEPT ? ", and was recorded" : "",
		(double)recording->result.ended_at / 1e9);

	sheet_free(sheet);
	sheet_line(sheet);
	if (recording->ran) {
		add_sentence(sheet, STYLE_GOOD, line);
		add_run_lines(sheet, recording);
		add_picture(sheet, &recording->picture);
	} else {
		add_sentence(sheet, STYLE_BAD,
			     recording->message ? recording->message : "It did not run.");
	}
	free(line);
}
