#define _GNU_SOURCE
#include "stage/pager.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "rehearsal/rehearsal.h"
#include "show/screen.h"
#include "stage/frame.h"
#include "text/memory.h"
#include "text/text.h"

/* What the reader has done to a block. Blocks keep their numbers when the page is
 * laid out anew. */
struct touched {
	bool uncovered;
	struct sheet below; /* what running it gave */
};

struct view_line {
	const struct sheet_line *line;
	size_t block;
};

struct pager {
	struct terminal terminal; /* the screen, as wide as it was laid out for */
	struct reading *reading;
	const struct toolchain *toolchain;
	struct lesson_page page;
	struct touched *touched;
	struct sheet cover;     /* what stands in the place of a covered output */
	struct view_line *view; /* all lines, as they are now */
	size_t count;
	size_t top;    /* the first that is on the screen */
	size_t chosen; /* a block; the count: none */
	char *sought;  /* what was searched for last, or NULL */
	char *said;    /* instead of the help in the last row, once */
	bool help;
};

/* What comes in place of a key. */
enum { KEY_NONE = 0, KEY_QUIT = -1, KEY_RESIZED = -2 };

static const struct sheet_line blank_line;

static size_t rows_of(void)
{
	return screen_rows() > 2 ? screen_rows() - 1 : 1;
}

/* ---- the view ------------------------------------------------------------ */

static void add_view(struct pager *pager, const struct sheet_line *line, size_t block)
{
	pager->view = memory_resize(pager->view, pager->count + 1, sizeof(*pager->view));
	pager->view[pager->count++] = (struct view_line){ line, block };
}

static bool is_covered(const struct pager *pager, size_t block)
{
	return pager->page.blocks[block].predicted && !pager->touched[block].uncovered;
}

static void add_sheet(struct pager *pager, const struct sheet *sheet, size_t block)
{
	for (size_t i = 0; i < sheet->count; i++)
		add_view(pager, &sheet->lines[i], block);
}

static void make_view(struct pager *pager)
{
	pager->count = 0;
	for (size_t i = 0; i < pager->page.count; i++) {
		const struct page_block *block = &pager->page.blocks[i];

		if (block->kind == PAGE_NOTE)
			continue;
		if (pager->count)
			add_view(pager, &blank_line, i);
		add_sheet(pager, is_covered(pager, i) ? &pager->cover : &block->sheet, i);
		add_sheet(pager, &pager->touched[i].below, i);
	}
}

static void make_cover(struct pager *pager)
{
	sheet_free(&pager->cover);
	pager->cover.terminal = &pager->terminal;
	sheet_line(&pager->cover);
	sheet_fill(&pager->cover, 6);
	sheet_add(&pager->cover, STYLE_DOUBT,
		  "(covered until you have predicted it: Enter)");
}

static bool lay_out(struct pager *pager, char **error)
{
	lesson_page_free(&pager->page);
	pager->terminal = terminal_of(stdout);
	pager->terminal.columns = screen_columns();
	if (!reading_lay_out(pager->reading, &pager->terminal, &pager->page, error))
		return false;
	if (!pager->touched)
		pager->touched =
			memory_new(pager->page.count + 1, sizeof(*pager->touched));
	make_cover(pager);
	make_view(pager);
	return true;
}

static size_t first_line_of(const struct pager *pager, size_t block)
{
	size_t line = 0;

	while (line < pager->count && (pager->view[line].block != block ||
				       pager->view[line].line == &blank_line))
		line++;
	return line;
}

/* ---- moving -------------------------------------------------------------- */

static void move_to(struct pager *pager, size_t top)
{
	size_t most = pager->count > rows_of() ? pager->count - rows_of() : 0;

	pager->top = top < most ? top : most;
}

static void move_by(struct pager *pager, long lines)
{
	if (lines < 0 && pager->top < (size_t)-lines)
		pager->top = 0;
	else
		move_to(pager, pager->top + (size_t)lines);
}

static bool can_be_chosen(const struct pager *pager, size_t block)
{
	return pager->page.blocks[block].kind == PAGE_PROGRAM || is_covered(pager, block);
}

static bool is_on_screen(const struct pager *pager, size_t block)
{
	size_t line = first_line_of(pager, block);

	return line >= pager->top && line < pager->top + rows_of();
}

/* A third from the top: what led to it is to be seen as well. */
static void show_block(struct pager *pager, size_t block)
{
	size_t line = first_line_of(pager, block), above = rows_of() / 3;

	move_to(pager, line > above ? line - above : 0);
}

static void choose(struct pager *pager, int step)
{
	size_t at = pager->chosen;

	if (at >= pager->page.count || !is_on_screen(pager, at))
		at = pager->count ? pager->view[pager->top].block - (step > 0) : 0;
	for (size_t tried = 0; tried < pager->page.count; tried++) {
		at += (size_t)step;
		if (at >= pager->page.count)
			return;
		if (can_be_chosen(pager, at)) {
			pager->chosen = at;
			if (!is_on_screen(pager, at))
				show_block(pager, at);
			return;
		}
	}
}

/* What is on the screen and can be chosen, if what was chosen no longer is. */
static void choose_what_is_seen(struct pager *pager)
{
	size_t end = pager->top + rows_of();

	if (pager->chosen < pager->page.count && can_be_chosen(pager, pager->chosen) &&
	    is_on_screen(pager, pager->chosen))
		return;
	pager->chosen = pager->page.count;
	for (size_t i = pager->top; i < end && i < pager->count; i++)
		if (can_be_chosen(pager, pager->view[i].block) &&
		    is_on_screen(pager, pager->view[i].block)) {
			pager->chosen = pager->view[i].block;
			return;
		}
}

static void move_to_section(struct pager *pager, int step)
{
	size_t block = pager->count ? pager->view[pager->top].block : 0;

	for (block += (size_t)step; block < pager->page.count; block += (size_t)step)
		if (pager->page.blocks[block].kind == PAGE_HEADING) {
			move_to(pager, first_line_of(pager, block));
			return;
		}
	move_to(pager, step < 0 ? 0 : pager->count);
}

/* ---- running ------------------------------------------------------------- */

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

static void show_run(struct sheet *sheet, const char *name,
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

static void run_chosen(struct pager *pager)
{
	const struct page_block *block = &pager->page.blocks[pager->chosen];
	const struct lesson *lesson = &pager->reading->lesson;
	struct exhibit exhibit = { .lesson = lesson };
	struct touched *touched = &pager->touched[pager->chosen];
	struct recording recording;

	if (pager->reading->is_lesson)
		exhibit.program = lesson_find_program(lesson, block->name);
	if (!exhibit.program) {
		pager->said = memory_copy_text("This is no program of a lesson.");
		return;
	}
	if (!rehearsal_of(&exhibit, pager->reading->root, pager->toolchain, &recording)) {
		pager->said = memory_copy_text(
			pager->toolchain
				? "It could not be run."
				: "There is no compiler: install gcc to run it.");
		return;
	}
	touched->below.terminal = &pager->terminal;
	show_run(&touched->below, exhibit.program->name, &recording);
	recording_free(&recording);
	make_view(pager);
	show_block(pager, pager->chosen);
	move_by(pager, (long)block->sheet.count - (long)rows_of() / 3);
}

static void act(struct pager *pager)
{
	if (pager->chosen >= pager->page.count) {
		move_by(pager, 1);
		return;
	}
	if (is_covered(pager, pager->chosen)) {
		pager->touched[pager->chosen].uncovered = true;
		make_view(pager);
	} else {
		run_chosen(pager);
	}
}

/* ---- searching ----------------------------------------------------------- */

static bool line_has(const struct sheet_line *line, const char *sought)
{
	char *text = sheet_line_text(line);
	bool has = strcasestr(text, sought) != NULL;

	free(text);
	return has;
}

static void find(struct pager *pager, int step)
{
	size_t line = pager->top;

	for (size_t tried = 0; pager->sought && tried < pager->count; tried++) {
		line = (line + pager->count + (size_t)step) % pager->count;
		if (line_has(pager->view[line].line, pager->sought)) {
			move_to(pager, line);
			return;
		}
	}
	if (pager->sought)
		pager->said = text_format("«%s» does not stand here.", pager->sought);
}

/* ---- the screen ---------------------------------------------------------- */

static void add_help(FILE *stream)
{
	static const char *const lines[] = {
		"",
		"  Up Down, j k        one line",
		"  Space, b            one screen down, up",
		"  g G                 the beginning, the end",
		"  s S                 the next section, the one before",
		"  Tab, Shift-Tab      the next program or covered output, and back",
		"  Enter               run the program; uncover the output",
		"  /                   search; n N for the next, the one before",
		"  ] [                 the next lesson, the one before",
		"  q                   back to the shell",
		"",
		"  Any key closes this.",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		fprintf(stream, "%s\n", lines[i]);
}

static const char *action_of(const struct pager *pager)
{
	if (pager->chosen >= pager->page.count)
		return "";
	return is_covered(pager, pager->chosen) ? "Enter: uncover  " : "Enter: run  ";
}

static void write_status(const struct pager *pager, struct frame *frame)
{
	size_t seen = pager->top + rows_of();
	unsigned percent =
		seen >= pager->count ? 100 : (unsigned)(100 * seen / pager->count);
	char *right = text_format("%s?: keys  q: quit  %3u%%", action_of(pager), percent);

	frame_bar(frame, pager->said ? pager->said : pager->reading->title, right);
	free(right);
}

/* A bar in the margin says which block Enter is about. */
static void write_view_line(const struct pager *pager, const struct terminal *terminal,
			    size_t index)
{
	const struct view_line *view = &pager->view[index];
	bool chosen = view->block == pager->chosen && view->line != &blank_line;

	if (chosen)
		terminal_write(terminal, STYLE_DOUBT, terminal->unicode ? "▌" : "|");
	sheet_write_line(terminal, view->line, chosen, terminal->columns);
	fputc('\n', terminal->stream);
}

static void show(struct pager *pager)
{
	struct frame frame;

	if (!frame_begin(&frame))
		return;
	choose_what_is_seen(pager);
	if (pager->help)
		add_help(frame.terminal.stream);
	for (size_t row = 0; !pager->help && row < rows_of(); row++) {
		if (pager->top + row < pager->count)
			write_view_line(pager, &frame.terminal, pager->top + row);
		else
			fputc('\n', frame.terminal.stream);
	}
	if (!pager->help)
		write_status(pager, &frame);
	frame_show(&frame);
	free(pager->said);
	pager->said = NULL;
}

/* The next key; KEY_NONE if only the screen is to be shown anew. */
static int wait_for_key(void)
{
	int key = KEY_NONE;

	switch (screen_wait(NULL, 0, -1, &key)) {
	case SCREEN_KEY: return key;
	case SCREEN_REDRAW: return KEY_RESIZED;
	case SCREEN_INTERRUPTED: return KEY_QUIT;
	default: return KEY_NONE;
	}
}

/* A line of text in the last row; NULL if the reader thought better of it. */
static char *ask(struct pager *pager, const char *question)
{
	struct text answer = { 0 };
	int key;

	text_add(&answer, "");
	do {
		free(pager->said);
		pager->said = text_format("%s%s", question, answer.bytes);
		show(pager);
		key = wait_for_key();
		if (key == KEY_BACKSPACE && answer.length)
			answer.bytes[--answer.length] = '\0';
		else if (key >= ' ' && key < KEY_BACKSPACE)
			text_add_format(&answer, "%c", key);
	} while (key != KEY_ENTER && key != KEY_ESCAPE && key != KEY_QUIT);
	if (key == KEY_ENTER && answer.length)
		return text_take(&answer);
	text_free(&answer);
	return NULL;
}

static void search(struct pager *pager)
{
	char *sought = ask(pager, "Search: ");

	if (!sought)
		return;
	free(pager->sought);
	pager->sought = sought;
	find(pager, 1);
}

/* ---- keys ---------------------------------------------------------------- */

static void forget(struct pager *pager)
{
	for (size_t i = 0; pager->touched && i < pager->page.count; i++)
		sheet_free(&pager->touched[i].below);
	free(pager->touched);
	pager->touched = NULL;
}

static bool go_to_lesson(struct pager *pager, int step, char **error)
{
	char *name = reading_neighbour(pager->reading, step);
	struct reading next;

	if (!name) {
		pager->said = memory_copy_text("There is no lesson beyond this one.");
		return true;
	}
	if (!reading_open(&next, pager->reading->root, name, error)) {
		free(name);
		return false;
	}
	free(name);
	forget(pager);
	reading_close(pager->reading);
	*pager->reading = next;
	pager->top = 0;
	return lay_out(pager, error);
}

static bool on_resize(struct pager *pager, char **error)
{
	size_t block = pager->count ? pager->view[pager->top].block : 0;

	for (size_t i = 0; i < pager->page.count; i++)
		sheet_free(&pager->touched[i].below); /* drawn for another width */
	if (!lay_out(pager, error))
		return false;
	move_to(pager, first_line_of(pager, block));
	return true;
}

static bool on_key(struct pager *pager, int key, char **error)
{
	long page = (long)rows_of();

	switch (key) {
	case 'j':
	case KEY_DOWN: move_by(pager, 1); break;
	case 'k':
	case KEY_UP: move_by(pager, -1); break;
	case ' ':
	case KEY_PAGE_DOWN: move_by(pager, page); break;
	case 'b':
	case KEY_PAGE_UP: move_by(pager, -page); break;
	case 'g':
	case KEY_HOME: move_to(pager, 0); break;
	case 'G':
	case KEY_END: move_to(pager, pager->count); break;
	case 's': move_to_section(pager, 1); break;
	case 'S': move_to_section(pager, -1); break;
	case KEY_TAB: choose(pager, 1); break;
	case KEY_BACK_TAB: choose(pager, -1); break;
	case 'r':
	case KEY_ENTER: act(pager); break;
	case '/': search(pager); break;
	case 'n': find(pager, 1); break;
	case 'N': find(pager, -1); break;
	case ']': return go_to_lesson(pager, 1, error);
	case '[': return go_to_lesson(pager, -1, error);
	case '?': pager->help = true; break;
	case KEY_RESIZED: return on_resize(pager, error);
	default: break;
	}
	return true;
}

static bool read_on(struct pager *pager, char **error)
{
	for (;;) {
		int key;

		show(pager);
		key = wait_for_key();
		if (key == KEY_QUIT || (key == 'q' && !pager->help))
			return true;
		if (pager->help && key != KEY_NONE && key != KEY_RESIZED) {
			pager->help = false;
			continue;
		}
		if (!on_key(pager, key, error))
			return false;
	}
}

bool pager_read(struct reading *reading, const struct toolchain *toolchain, char **error)
{
	struct pager pager = { .reading = reading, .toolchain = toolchain };
	bool read = lay_out(&pager, error) && read_on(&pager, error);

	forget(&pager);
	lesson_page_free(&pager.page);
	sheet_free(&pager.cover);
	free(pager.view);
	free(pager.sought);
	free(pager.said);
	return read;
}
