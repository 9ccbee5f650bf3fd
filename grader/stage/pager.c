#define _GNU_SOURCE
#include "stage/pager.h"

#include <stdlib.h>
#include <string.h>

#include "rehearsal/rehearsal.h"
#include "show/screen.h"
#include "stage/frame.h"
#include "stage/page_view.h"
#include "stage/run_sheet.h"
#include "text/memory.h"
#include "text/text.h"

/* A document that was left by a link, to come back to. */
struct visit {
	char *name;
	size_t top;
	struct target target; /* that was chosen; its link is not kept */
	struct touched *touched;
	size_t touched_count;
};

struct pager {
	struct reading *reading;
	const struct toolchain *toolchain;
	struct page_view view;
	struct visit *visits; /* where the reader came from, the last one last */
	size_t visit_count;
	char *sought; /* what was searched for last, or NULL */
	char *said;   /* instead of the help in the last row, once */
	bool help;
};

/* What comes in place of a key. */
enum { KEY_NONE = 0, KEY_QUIT = -1, KEY_RESIZED = -2 };

/* ---- running ------------------------------------------------------------- */

static void run_block(struct pager *pager, size_t at)
{
	const struct page_block *block = &pager->view.page.blocks[at];
	const struct lesson *lesson = &pager->reading->lesson;
	struct exhibit exhibit = { .lesson = lesson };
	struct touched *touched = &pager->view.touched[at];
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
	touched->below.terminal = &pager->view.terminal;
	run_sheet_make(&touched->below, exhibit.program->name, &recording);
	recording_free(&recording);
	page_view_make(&pager->view);
	page_view_show_target(&pager->view, page_view_chosen(&pager->view));
	page_view_move_by(&pager->view,
			  (long)block->sheet.count - (long)page_view_rows() / 3);
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
	size_t line = pager->view.top;

	for (size_t tried = 0; pager->sought && tried < pager->view.count; tried++) {
		line = (line + pager->view.count + (size_t)step) % pager->view.count;
		if (line_has(pager->view.lines[line].line, pager->sought)) {
			page_view_move_to(&pager->view, line);
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
		"  Tab, Shift-Tab      the next program, output or link; back",
		"  Enter               run it, uncover it, follow it",
		"  Backspace, Left     back to where the link was followed",
		"  /                   search; n N for the next, the one before",
		"  ] [                 the next lesson, the one before",
		"  q                   back to the shell",
		"",
		"  Any key closes this.",
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		fprintf(stream, "%s\n", lines[i]);
}

/* What Enter does; to be freed. */
static char *action_of(const struct pager *pager)
{
	const struct target *target = page_view_chosen(&pager->view);

	if (!target)
		return memory_copy_text("");
	if (target->link)
		return text_format("Enter: read %s  ", target->link);
	return memory_copy_text(page_view_is_covered(&pager->view, target->block)
					? "Enter: uncover  "
					: "Enter: run  ");
}

static void write_status(const struct pager *pager, struct frame *frame)
{
	size_t seen = pager->view.top + page_view_rows();
	unsigned percent = seen >= pager->view.count
				   ? 100
				   : (unsigned)(100 * seen / pager->view.count);
	char *action = action_of(pager);
	char *right = text_format("%s%s?: keys  q: quit  %3u%%", action,
				  pager->visit_count ? "Backspace: back  " : "", percent);

	frame_bar(frame, pager->said ? pager->said : pager->reading->title, right);
	free(right);
	free(action);
}

static void show(struct pager *pager)
{
	struct frame frame;

	if (!frame_begin(&frame))
		return;
	page_view_choose_seen(&pager->view);
	if (pager->help)
		add_help(frame.terminal.stream);
	for (size_t row = 0; !pager->help && row < page_view_rows(); row++) {
		if (pager->view.top + row < pager->view.count)
			page_view_write_line(&pager->view, &frame.terminal,
					     pager->view.top + row);
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

/* What was run is drawn for this width, and will be run again; what was uncovered stays
 * so. */
static void keep_visit(struct pager *pager)
{
	const struct target *target = page_view_chosen(&pager->view);
	struct visit visit = {
		.name = memory_copy_text(pager->reading->name),
		.top = pager->view.top,
		.target = target ? *target : (struct target){ .block = (size_t)-1 },
		.touched = pager->view.touched,
		.touched_count = pager->view.page.count,
	};

	for (size_t i = 0; i < visit.touched_count; i++)
		sheet_free(&visit.touched[i].below);
	pager->view.touched = NULL;
	pager->visits = memory_resize(pager->visits, pager->visit_count + 1,
				      sizeof(*pager->visits));
	pager->visits[pager->visit_count++] = visit;
}

/* Opens it in the place of what is read; `kept`: where the reader is, to come back. */
static bool go_to(struct pager *pager, const char *name, bool kept, char **error)
{
	struct reading next;

	if (!reading_open(&next, pager->reading->root, name, &pager->said))
		return true; /* one can read on here */
	if (kept)
		keep_visit(pager);
	else
		page_view_forget(pager->view.touched, pager->view.page.count);
	pager->view.touched = NULL;
	reading_close(pager->reading);
	*pager->reading = next;
	pager->view.top = 0;
	pager->view.chosen = (size_t)-1;
	return page_view_lay_out(&pager->view, pager->reading, error);
}

static bool go_back(struct pager *pager, char **error)
{
	struct visit visit;
	bool there;

	if (!pager->visit_count) {
		pager->said = memory_copy_text("No link was followed to here.");
		return true;
	}
	visit = pager->visits[--pager->visit_count];
	there = go_to(pager, visit.name, false, error);
	if (there && !pager->said && visit.touched_count == pager->view.page.count) {
		page_view_forget(pager->view.touched, pager->view.page.count);
		pager->view.touched = visit.touched;
		page_view_make(&pager->view);
	} else {
		page_view_forget(visit.touched, visit.touched_count);
	}
	page_view_move_to(&pager->view, visit.top);
	page_view_set_chosen(&pager->view,
			     targets_find(&pager->view.targets, &visit.target));
	free(visit.name);
	return there;
}

static bool go_to_lesson(struct pager *pager, int step, char **error)
{
	char *name = reading_neighbour(pager->reading, step);
	bool gone = true;

	if (name)
		gone = go_to(pager, name, true, error);
	else
		pager->said = memory_copy_text("There is no lesson beyond this one.");
	free(name);
	return gone;
}

static bool act(struct pager *pager, char **error)
{
	const struct target *target = page_view_chosen(&pager->view);

	if (!target) {
		page_view_move_by(&pager->view, 1);
	} else if (target->link) {
		char *name = memory_copy_text(target->link);
		bool gone = go_to(pager, name, true, error);

		free(name);
		return gone;
	} else if (page_view_is_covered(&pager->view, target->block)) {
		pager->view.touched[target->block].uncovered = true;
		page_view_make(&pager->view);
	} else {
		run_block(pager, target->block);
	}
	return true;
}

static bool on_resize(struct pager *pager, char **error)
{
	size_t block = pager->view.count ? pager->view.lines[pager->view.top].block : 0;

	for (size_t i = 0; i < pager->view.page.count; i++)
		sheet_free(&pager->view.touched[i].below); /* drawn for another width */
	if (!page_view_lay_out(&pager->view, pager->reading, error))
		return false;
	page_view_move_to(&pager->view, page_view_line_of_block(&pager->view, block));
	return true;
}

static bool on_key(struct pager *pager, int key, char **error)
{
	long page = (long)page_view_rows();

	switch (key) {
	case 'j':
	case KEY_DOWN: page_view_move_by(&pager->view, 1); break;
	case 'k':
	case KEY_UP: page_view_move_by(&pager->view, -1); break;
	case ' ':
	case KEY_PAGE_DOWN: page_view_move_by(&pager->view, page); break;
	case 'b':
	case KEY_PAGE_UP: page_view_move_by(&pager->view, -page); break;
	case 'g':
	case KEY_HOME: page_view_move_to(&pager->view, 0); break;
	case 'G':
	case KEY_END: page_view_move_to(&pager->view, pager->view.count); break;
	case 's': page_view_move_to_section(&pager->view, 1); break;
	case 'S': page_view_move_to_section(&pager->view, -1); break;
	case KEY_TAB: page_view_choose(&pager->view, 1); break;
	case KEY_BACK_TAB: page_view_choose(&pager->view, -1); break;
	case 'r':
	case KEY_ENTER: return act(pager, error);
	case KEY_LEFT:
	case KEY_BACKSPACE: return go_back(pager, error);
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
	struct pager pager = { .reading = reading,
			       .toolchain = toolchain,
			       .view = { .chosen = (size_t)-1 } };
	bool read = page_view_lay_out(&pager.view, pager.reading, error) &&
		    read_on(&pager, error);

	for (size_t i = 0; i < pager.visit_count; i++) {
		page_view_forget(pager.visits[i].touched, pager.visits[i].touched_count);
		free(pager.visits[i].name);
	}
	free(pager.visits);
	page_view_free(&pager.view);
	free(pager.sought);
	free(pager.said);
	return read;
}
