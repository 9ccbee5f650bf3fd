#define _GNU_SOURCE
#include "desk/picker.h"

#include <stdlib.h>
#include <string.h>

#include "desk/exercise_rows.h"
#include "course/way.h"
#include "show/screen.h"
#include "text/memory.h"
#include "text/text.h"
#include "text/visible.h"

enum { MOST_TYPED = 60, FRAME_ROWS = 3 };

/* Which exercises are shown. */
enum filter { FILTER_ALL, FILTER_OPEN, FILTER_PASSED, FILTER_COUNT };

static const char *const filters[] = { "all", "not passed", "passed" };

struct picker {
	const struct curriculum *curriculum;
	const struct progress *progress;
	struct terminal terminal;
	struct exercise_rows rows;
	size_t *shown; /* indices of the rows that are */
	size_t count;
	size_t cursor; /* among the shown */
	size_t top;
	enum filter filter;
	char search[MOST_TYPED + 1];
	bool typing; /* what is looked for */
};

/* ---- what is shown ---------------------------------------------------------- */

/* The cursor stands on these; also on one that cannot be read, so that its row can be. */
static bool is_exercise(const struct picker *picker, size_t row)
{
	return picker->rows.rows[row].kind != ROW_LESSON;
}

/* Does it, or its lesson, or a concept of it, have what is looked for? Of one that cannot
 * be read no concept is known. */
static bool matches(const struct picker *picker, const struct exercise_row *row)
{
	const struct exercise_entry *entry =
		&picker->curriculum->exercises[row->exercise];
	bool passed = progress_of(picker->progress, entry->name).passed != NULL;

	if ((picker->filter == FILTER_OPEN && passed) ||
	    (picker->filter == FILTER_PASSED && !passed))
		return false;
	return strcasestr(row->text, picker->search) ||
	       (row->kind == ROW_EXERCISE &&
		strcasestr(entry->exercise.concepts, picker->search)) ||
	       (row->lesson < picker->curriculum->lesson_count &&
		strcasestr(picker->curriculum->lessons[row->lesson].name,
			   picker->search));
}

/* A lesson is shown with the first of its exercises that is. */
static void show_row(struct picker *picker, size_t row, size_t *lesson_row)
{
	if (!is_exercise(picker, row)) {
		*lesson_row = row;
		return;
	}
	if (!matches(picker, &picker->rows.rows[row]))
		return;
	if (*lesson_row < row)
		picker->shown[picker->count++] = *lesson_row;
	*lesson_row = picker->rows.count;
	picker->shown[picker->count++] = row;
}

/* The next exercise from `from` on in that direction; `from` if there is none. */
static size_t exercise_from(const struct picker *picker, size_t from, int step)
{
	for (size_t i = from; i < picker->count; i += (size_t)step)
		if (is_exercise(picker, picker->shown[i]))
			return i;
	return picker->count;
}

static size_t chosen(const struct picker *picker)
{
	if (picker->cursor >= picker->count)
		return picker->curriculum->exercise_count;
	return picker->rows.rows[picker->shown[picker->cursor]].exercise;
}

/* Can it be gone to? */
static bool is_readable(const struct picker *picker, size_t exercise)
{
	return exercise < picker->curriculum->exercise_count &&
	       !picker->curriculum->exercises[exercise].error;
}

/* Puts the cursor on an exercise, or on the first that is shown. */
static void point_at(struct picker *picker, size_t exercise)
{
	picker->cursor = exercise_from(picker, 0, 1);
	for (size_t i = 0; i < picker->count; i++)
		if (is_exercise(picker, picker->shown[i]) &&
		    picker->rows.rows[picker->shown[i]].exercise == exercise)
			picker->cursor = i;
}

static void select_rows(struct picker *picker)
{
	size_t exercise = chosen(picker), lesson_row = picker->rows.count;

	picker->count = 0;
	for (size_t i = 0; i < picker->rows.count; i++)
		show_row(picker, i, &lesson_row);
	point_at(picker, exercise);
	picker->top = 0;
}

/* ---- drawing ---------------------------------------------------------------- */

/* A line in a style, as the terminal can show it. */
static char *drawn(const struct picker *picker, enum style style, char *text)
{
	char *line = terminal_line(&picker->terminal, style, text);

	free(text);
	return line;
}

static char *row_line(const struct picker *picker, size_t index)
{
	const struct exercise_row *row = &picker->rows.rows[picker->shown[index]];

	if (index == picker->cursor && picker->terminal.colour)
		return drawn(picker, STYLE_CHOSEN, text_format("%s", row->text));
	/* In the margin, which is blank. */
	if (index == picker->cursor)
		return drawn(picker, STYLE_PLAIN, text_format("\u258c%s", row->text + 1));
	return drawn(picker, row->style, text_format("%s", row->text));
}

static char *head_line(const struct picker *picker)
{
	return drawn(picker, STYLE_STRONG,
		     text_format("Exercises: %s, %zu of %zu passed   (%s)",
				 filters[picker->filter],
				 way_passed(picker->curriculum, picker->progress),
				 picker->curriculum->exercise_count, EXERCISE_ROW_MARKS));
}

static char *foot_line(const struct picker *picker)
{
	if (picker->typing)
		return drawn(picker, STYLE_PLAIN, text_format("/%s_", picker->search));
	if (*picker->search)
		return drawn(
			picker, STYLE_FAINT,
			text_format("\u2191\u2193 move  enter choose  / search «%s»  "
				    "f %s  esc back",
				    picker->search,
				    filters[(picker->filter + 1) % FILTER_COUNT]));
	return drawn(
		picker, STYLE_FAINT,
		text_format("\u2191\u2193 move  enter choose  / search  f %s  q back",
			    filters[(picker->filter + 1) % FILTER_COUNT]));
}

static size_t room(void)
{
	size_t rows = screen_rows();

	return rows > FRAME_ROWS ? rows - FRAME_ROWS : 1;
}

static void scroll_to_cursor(struct picker *picker)
{
	if (picker->cursor >= picker->count)
		return;
	if (picker->cursor < picker->top + 1)
		picker->top = picker->cursor ? picker->cursor - 1 : 0;
	if (picker->cursor >= picker->top + room())
		picker->top = picker->cursor - room() + 1;
}

static void draw(struct picker *picker)
{
	size_t count = room() + FRAME_ROWS;
	char **lines = memory_new(count, sizeof(*lines));

	scroll_to_cursor(picker);
	lines[0] = head_line(picker);
	for (size_t i = 1; i + 1 < count; i++) {
		size_t index = picker->top + i - 2;

		if (i > 1 && index < picker->count)
			lines[i] = row_line(picker, index);
		else if (i == 2 && !picker->count)
			lines[i] = memory_copy_text("  None is like that.");
		else
			lines[i] = memory_copy_text("");
	}
	lines[count - 1] = foot_line(picker);
	screen_show((const char *const *)lines, count);
	for (size_t i = 0; i < count; i++)
		free(lines[i]);
	free(lines);
}

/* ---- keys ------------------------------------------------------------------- */

static void move(struct picker *picker, int step)
{
	size_t next = exercise_from(picker, picker->cursor + (size_t)step, step);

	if (next < picker->count)
		picker->cursor = next;
}

static void move_page(struct picker *picker, int step)
{
	for (size_t i = 0; i + 1 < room(); i++)
		move(picker, step);
}

static void type_key(struct picker *picker, int key)
{
	size_t length = strlen(picker->search);

	if (key == KEY_ENTER || key == KEY_ESCAPE)
		picker->typing = false;
	if (key == KEY_ESCAPE)
		*picker->search = '\0';
	else if (key == KEY_BACKSPACE && length)
		picker->search[length - 1] = '\0';
	else if (key >= ' ' && key < KEY_BACKSPACE && length < MOST_TYPED)
		picker->search[length] = (char)key, picker->search[length + 1] = '\0';
	select_rows(picker);
}

/* False: it is over, with what *exercise says. */
static bool press(struct picker *picker, int key, size_t *exercise)
{
	switch (key) {
	case KEY_UP:
	case 'k': move(picker, -1); break;
	case KEY_DOWN:
	case 'j': move(picker, 1); break;
	case KEY_PAGE_UP: move_page(picker, -1); break;
	case KEY_PAGE_DOWN:
	case ' ': move_page(picker, 1); break;
	case KEY_HOME:
	case 'g': picker->cursor = exercise_from(picker, 0, 1); break;
	case KEY_END:
	case 'G': picker->cursor = exercise_from(picker, picker->count - 1, -1); break;
	case '/': picker->typing = true; break;
	case 'f':
		picker->filter = (picker->filter + 1) % FILTER_COUNT;
		select_rows(picker);
		break;
	case KEY_ESCAPE:
		if (!*picker->search)
			return false;
		*picker->search = '\0';
		select_rows(picker);
		break;
	case 'q': return false;
	case KEY_ENTER:
		if (picker->count && !is_readable(picker, chosen(picker)))
			break;
		*exercise = chosen(picker);
		return false;
	default: break;
	}
	return true;
}

static size_t pick(struct picker *picker)
{
	size_t exercise = picker->curriculum->exercise_count;
	int key = 0;

	for (bool more = true; more;) {
		enum screen_event event;

		draw(picker);
		event = screen_wait(NULL, 0, -1, &key);
		if (event == SCREEN_INTERRUPTED)
			more = false;
		else if (event == SCREEN_KEY && picker->typing)
			type_key(picker, key);
		else if (event == SCREEN_KEY)
			more = press(picker, key, &exercise);
	}
	return exercise;
}

size_t pick_exercise(const struct curriculum *curriculum, const struct progress *progress,
		     size_t index)
{
	struct picker picker = {
		.curriculum = curriculum,
		.progress = progress,
		.terminal = terminal_of(stdout),
	};
	size_t exercise;

	exercise_rows_make(&picker.rows, curriculum, progress);
	picker.shown = memory_new(picker.rows.count + 1, sizeof(*picker.shown));
	select_rows(&picker);
	point_at(&picker, index);
	exercise = pick(&picker);
	free(picker.shown);
	exercise_rows_free(&picker.rows);
	return exercise;
}
