#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"
#include "course/way.h"
#include "show/screen.h"
#include "text/memory.h"
#include "text/text.h"

/* Beside the page: the head, an empty line, the notice, the keys. */
enum { FRAME_ROWS = 4, FEWEST_ROWS = 10, FEWEST_COLUMNS = 40 };

/* ---- pages ------------------------------------------------------------------ */

static void add_line(struct scroll *page, char *line)
{
	page->lines = memory_resize(page->lines, page->count + 1, sizeof(char *));
	page->lines[page->count++] = line;
}

void scroll_set(struct scroll *page, char *text, bool stay)
{
	size_t top = stay ? page->top : 0;

	scroll_free(page);
	page->text = text;
	while (*text) {
		size_t length = strcspn(text, "\n");

		add_line(page, text);
		text += length + (text[length] == '\n');
	}
	page->top = top < page->count ? top : 0;
}

void scroll_add(struct scroll *page, const char *text)
{
	char *all = text_format("%s%s", page->text ? page->text : "", text);
	size_t room = desk_room();
	bool at_end = page->top + room >= page->count;

	scroll_set(page, all, true);
	if (at_end && page->count > room)
		page->top = page->count - room;
}

void scroll_free(struct scroll *page)
{
	free(page->text);
	free(page->lines);
	page->text = NULL;
	page->lines = NULL;
	page->count = page->top = 0;
}

/* ---- the screen ------------------------------------------------------------- */

size_t desk_room(void)
{
	size_t rows = screen_rows();

	return rows > FRAME_ROWS + 1 ? rows - FRAME_ROWS : 1;
}

static char *styled(const struct desk *desk, enum style style, char *text)
{
	char *line = terminal_line(&desk->terminal, style, text);

	free(text);
	return line;
}

/* The name at the left, how far one is at the right. */
static char *head_line(const struct desk *desk)
{
	const struct exercise *exercise = desk_exercise(desk);
	char *name = styled(desk, STYLE_STRONG, text_format("%s", exercise->name));
	char *place = styled(desk, STYLE_FAINT,
			     text_format("%s, %zu of %zu, %zu passed",
					 exercise_kind_name(exercise->kind),
					 desk->index + 1, desk->curriculum.exercise_count,
					 way_passed(&desk->curriculum, &desk->progress)));
	char *line =
		text_format("%s  %s%s", name, place, desk->judging ? "  judging" : "");

	free(name);
	free(place);
	return line;
}

static char *more_below(const struct scroll *page)
{
	size_t room = desk_room();

	if (page->count <= room)
		return memory_copy_text("");
	return text_format("lines %zu to %zu of %zu, \u2191\u2193", page->top + 1,
			   page->top + room < page->count ? page->top + room
							  : page->count,
			   page->count);
}

static char *notice_line(const struct desk *desk, const struct scroll *page)
{
	size_t rows = screen_rows(), columns = screen_columns();

	if (desk->notice)
		return styled(desk, STYLE_DOUBT, text_format("%s", desk->notice));
	if (rows < FEWEST_ROWS || columns < FEWEST_COLUMNS)
		return styled(
			desk, STYLE_DOUBT,
			text_format("%zu \u00d7 %zu is small: %d \u00d7 %d shows all",
				    columns, rows, 80, 24));
	return styled(desk, STYLE_FAINT, more_below(page));
}

static void copy_line(char **place, const char *line)
{
	*place = memory_copy_bytes(line, strcspn(line, "\n"));
}

static const struct scroll *shown_page(const struct desk *desk)
{
	return desk->other_page.text ? &desk->other_page : &desk->verdict_page;
}

void desk_draw(struct desk *desk)
{
	const struct scroll *page = shown_page(desk);
	size_t room = desk_room(), count = room + FRAME_ROWS;
	char **lines = memory_new(count, sizeof(*lines));

	lines[0] = head_line(desk);
	lines[1] = memory_copy_text("");
	for (size_t i = 0; i < room; i++)
		copy_line(&lines[2 + i],
			  page->top + i < page->count ? page->lines[page->top + i] : "");
	lines[count - 2] = notice_line(desk, page);
	lines[count - 1] =
		styled(desk, STYLE_FAINT, desk_keys_line(desk, screen_columns()));
	screen_show((const char *const *)lines, count);
	for (size_t i = 0; i < count; i++)
		free(lines[i]);
	free(lines);
}
