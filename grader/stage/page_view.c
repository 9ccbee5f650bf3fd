#include "stage/page_view.h"

#include <stdlib.h>
#include <string.h>

#include "show/screen.h"
#include "text/memory.h"

static const struct sheet_line blank_line;

size_t page_view_rows(void)
{
	return screen_rows() > 2 ? screen_rows() - 1 : 1;
}

/* ---- the view ------------------------------------------------------------ */

static void add_view(struct page_view *view, const struct sheet_line *line, size_t block)
{
	view->lines = memory_resize(view->lines, view->count + 1, sizeof(*view->lines));
	view->lines[view->count++] = (struct view_line){ line, block };
}

bool page_view_is_covered(const struct page_view *view, size_t block)
{
	return view->page.blocks[block].predicted && !view->touched[block].uncovered;
}

static void add_sheet(struct page_view *view, const struct sheet *sheet, size_t block)
{
	for (size_t i = 0; i < sheet->count; i++)
		add_view(view, &sheet->lines[i], block);
}

static void add_targets(struct page_view *view, size_t block)
{
	if (view->page.blocks[block].kind == PAGE_PROGRAM ||
	    page_view_is_covered(view, block))
		targets_add_block(&view->targets, block);
	else
		targets_add_links(&view->targets, &view->page, block);
}

/* NULL: there are not so many. */
static const struct target *target_at(const struct page_view *view, size_t index)
{
	const struct targets *targets = &view->targets;

	return targets->items && index < targets->count ? &targets->items[index] : NULL;
}

const struct target *page_view_chosen(const struct page_view *view)
{
	return target_at(view, view->chosen);
}

void page_view_make(struct page_view *view)
{
	const struct target *target = page_view_chosen(view);
	struct target before = target ? *target : (struct target){ .block = (size_t)-1 };

	view->count = 0;
	targets_free(&view->targets);
	for (size_t i = 0; i < view->page.count; i++) {
		const struct page_block *block = &view->page.blocks[i];

		if (block->kind == PAGE_NOTE)
			continue;
		if (view->count)
			add_view(view, &blank_line, i);
		add_sheet(view,
			  page_view_is_covered(view, i) ? &view->cover : &block->sheet,
			  i);
		add_sheet(view, &view->touched[i].below, i);
		add_targets(view, i);
	}
	view->chosen = targets_find(&view->targets, &before);
	if (page_view_chosen(view))
		target_mark(page_view_chosen(view), &view->page, true);
}

static void make_cover(struct page_view *view)
{
	sheet_free(&view->cover);
	view->cover.terminal = &view->terminal;
	sheet_line(&view->cover);
	sheet_fill(&view->cover, 6);
	sheet_add(&view->cover, STYLE_DOUBT,
		  "(covered until you have predicted it: Enter)");
}

bool page_view_lay_out(struct page_view *view, const struct reading *reading,
		       char **error)
{
	lesson_page_free(&view->page);
	view->terminal = terminal_of(stdout);
	view->terminal.columns = screen_columns();
	if (!reading_lay_out(reading, &view->terminal, &view->page, error))
		return false;
	if (!view->touched)
		view->touched = memory_new(view->page.count + 1, sizeof(*view->touched));
	make_cover(view);
	page_view_make(view);
	return true;
}

size_t page_view_line_of_block(const struct page_view *view, size_t block)
{
	size_t line = 0;

	while (line < view->count && (view->lines[line].block != block ||
				      view->lines[line].line == &blank_line))
		line++;
	return line;
}

/* ---- moving -------------------------------------------------------------- */

void page_view_move_to(struct page_view *view, size_t top)
{
	size_t most = view->count > page_view_rows() ? view->count - page_view_rows() : 0;

	view->top = top < most ? top : most;
}

void page_view_move_by(struct page_view *view, long lines)
{
	if (lines < 0 && view->top < (size_t)-lines)
		view->top = 0;
	else
		page_view_move_to(view, view->top + (size_t)lines);
}

static size_t line_of(const struct page_view *view, const struct target *target)
{
	return page_view_line_of_block(view, target->block) + target->line;
}

static bool is_on_screen(const struct page_view *view, const struct target *target)
{
	size_t line = line_of(view, target);

	return line >= view->top && line < view->top + page_view_rows();
}

/* A third from the top: what led to it is to be seen as well. */
void page_view_show_target(struct page_view *view, const struct target *target)
{
	size_t line = line_of(view, target), above = page_view_rows() / 3;

	page_view_move_to(view, line > above ? line - above : 0);
}

void page_view_set_chosen(struct page_view *view, size_t chosen)
{
	if (page_view_chosen(view))
		target_mark(page_view_chosen(view), &view->page, false);
	view->chosen = chosen;
	if (page_view_chosen(view))
		target_mark(page_view_chosen(view), &view->page, true);
}

/* The first that is not above the screen; going back, the last that is not below it. */
static size_t first_from_screen(const struct page_view *view, int step)
{
	size_t end = view->top + page_view_rows();
	size_t next = step > 0 ? 0 : view->targets.count - 1;

	const struct target *target;

	for (; (target = target_at(view, next)); next += (size_t)step) {
		size_t line = line_of(view, target);

		if (step > 0 ? line >= view->top : line < end)
			break;
	}
	return next;
}

/* The next one from what is chosen; or from the screen, if that is not on it. */
void page_view_choose(struct page_view *view, int step)
{
	const struct target *now = page_view_chosen(view);
	size_t next = now && is_on_screen(view, now) ? view->chosen + (size_t)step
						     : first_from_screen(view, step);
	const struct target *target;

	if (next >= view->targets.count)
		return;
	page_view_set_chosen(view, next);
	target = page_view_chosen(view);
	if (target && !is_on_screen(view, target))
		page_view_show_target(view, target);
}

/* A program or output that is on the screen, if what was chosen no longer is. A link is
 * chosen by the reader alone. */
void page_view_choose_seen(struct page_view *view)
{
	const struct target *target = page_view_chosen(view);
	size_t seen = 0;

	if (target && is_on_screen(view, target))
		return;
	for (; (target = target_at(view, seen)); seen++)
		if (!target->link && is_on_screen(view, target))
			break;
	page_view_set_chosen(view, seen);
}

void page_view_move_to_section(struct page_view *view, int step)
{
	size_t block = view->count ? view->lines[view->top].block : 0;

	for (block += (size_t)step; block < view->page.count; block += (size_t)step)
		if (view->page.blocks[block].kind == PAGE_HEADING) {
			page_view_move_to(view, page_view_line_of_block(view, block));
			return;
		}
	page_view_move_to(view, step < 0 ? 0 : view->count);
}

/* ---- drawing ------------------------------------------------------------- */

/* A bar in the margin says which block Enter is about. */
void page_view_write_line(const struct page_view *view, const struct terminal *terminal,
			  size_t index)
{
	const struct view_line *line = &view->lines[index];
	const struct target *target = page_view_chosen(view);
	bool chosen = target && line->block == target->block &&
		      line->line != &blank_line &&
		      (!target->link || index == line_of(view, target));

	if (chosen)
		terminal_write(terminal, STYLE_DOUBT, terminal->unicode ? "▌" : "|");
	sheet_write_line(terminal, line->line, chosen, terminal->columns);
	fputc('\n', terminal->stream);
}

void page_view_forget(struct touched *touched, size_t count)
{
	for (size_t i = 0; touched && i < count; i++)
		sheet_free(&touched[i].below);
	free(touched);
}

void page_view_free(struct page_view *view)
{
	page_view_forget(view->touched, view->page.count);
	targets_free(&view->targets);
	lesson_page_free(&view->page);
	sheet_free(&view->cover);
	free(view->lines);
}
