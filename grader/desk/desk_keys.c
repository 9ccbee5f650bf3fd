#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk/desk.h"
#include "desk/hint_text.h"
#include "desk/picker.h"
#include "desk/prediction_text.h"
#include "desk/solution_text.h"
#include "course/handed_out.h"
#include "course/way.h"
#include "run/interrupt.h"
#include "show/screen.h"
#include "stage/pager.h"
#include "stage/reading.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

/* ---- texts ------------------------------------------------------------------ */

/* A stream of which a page is made. */
struct draft {
	struct terminal terminal;
	char *text;
	size_t length;
};

static bool draft_begin(struct draft *draft, const struct desk *desk)
{
	*draft = (struct draft){ .terminal = desk->terminal };
	draft->terminal.stream = open_memstream(&draft->text, &draft->length);
	return draft->terminal.stream != NULL;
}

static void draft_show(struct draft *draft, struct desk *desk)
{
	fclose(draft->terminal.stream);
	desk_show_other(desk, draft->text);
}

/* ---- what the keys do ------------------------------------------------------- */

static void show_hint(struct desk *desk)
{
	const struct exercise *exercise = desk_exercise(desk);
	unsigned shown = progress_of(&desk->progress, exercise->name).hints;
	size_t step = shown < exercise->hint_count ? shown + 1 : exercise->hint_count;
	struct draft draft;

	if (!exercise->hint_count) {
		desk_say(desk, text_format("%s has no hints.", exercise->name));
		return;
	}
	/* Coming back to hints, one sees the last again before the next. */
	if (shown && !desk->other_page.text && desk->key_before != 'h')
		step = shown < exercise->hint_count ? shown : exercise->hint_count;
	if (!draft_begin(&draft, desk))
		return;
	hint_text(&draft.terminal, exercise, step - 1);
	if (step < exercise->hint_count)
		terminal_write(&draft.terminal, STYLE_FAINT, "\n  h: the next hint\n");
	draft_show(&draft, desk);
	desk_note(desk, PROGRESS_HINTED, (unsigned)step);
}

static bool is_hidden(const struct desk *desk)
{
	return desk_exercise(desk)->kind == EXERCISE_PREDICT && !desk_has_passed(desk);
}

static void run_program(struct desk *desk)
{
	struct judge_request request = { .task = JUDGE_RUN,
					 .exercise = desk_exercise(desk),
					 .submission = &desk->submission,
					 .toolchain = &desk->toolchain,
					 .terminal = desk->terminal };
	char *error = NULL;

	if (is_hidden(desk)) {
		desk_say(desk, text_format("First say what it prints and when: p"));
		return;
	}
	if (!desk->submission.count)
		return;
	desk_show_other(desk, text_format("At its real speed; esc stops it.\n\n"));
	if (!judge_process_start(&desk->runner, &request, &error))
		desk_say(desk, error);
}

static void wait_for_enter(void)
{
	int byte;

	printf("\nEnter goes back. ");
	fflush(stdout);
	while ((byte = getchar()) != EOF && byte != '\n')
		;
	clearerr(stdin);
}

static void predict(struct desk *desk)
{
	const struct exercise *exercise = desk_exercise(desk);
	char *prediction, *error = NULL;
	enum verdict_kind verdict;

	screen_end();
	prediction = prediction_ask(&desk->terminal, exercise, stdin);
	if (*prediction && !interrupt_requested()) {
		/* It counts when what was written down is judged, as any save is. */
		if (!prediction_text(&desk->terminal, exercise, prediction, &verdict,
				     &error))
			printf("%s\n", error);
		wait_for_enter();
	}
	free(error);
	clearerr(stdin);
	free(prediction);
	screen_begin();
	desk_show_verdict(desk);
}

static void read_document(struct desk *desk, const char *name)
{
	struct reading reading;
	char *error = NULL;

	if (reading_open(&reading, desk->root, name, &error)) {
		pager_read(&reading, &desk->toolchain, &error);
		reading_close(&reading);
	}
	if (error)
		desk_say(desk, error);
}

static void show_task(struct desk *desk)
{
	read_document(desk, desk_exercise(desk)->name);
}

static void show_lesson(struct desk *desk)
{
	size_t lesson = desk->curriculum.exercises[desk->index].lesson;

	if (lesson < desk->curriculum.lesson_count)
		read_document(desk, desk->curriculum.lessons[lesson].name);
	else
		desk_say(desk,
			 text_format("No lesson lists %s.", desk_exercise(desk)->name));
}

static void show_list(struct desk *desk)
{
	size_t index = pick_exercise(&desk->curriculum, &desk->progress, desk->index);

	if (index < desk->curriculum.exercise_count && index != desk->index)
		desk_turn_to(desk, index);
}

static void go_to_next(struct desk *desk)
{
	size_t next = way_next(&desk->curriculum, &desk->progress, desk->index);

	if (next < desk->curriculum.exercise_count)
		desk_turn_to(desk, next);
	else
		desk_say(desk, text_format("There is no other that is not passed."));
}

static void show_solution(struct desk *desk)
{
	struct draft draft;
	char *error = NULL;
	bool shown;

	if (!desk_has_passed(desk) && desk->key_before != 'o') {
		desk_say(desk, text_format("Not passed yet. Press o again to see the "
					   "solution all the same."));
		return;
	}
	if (!draft_begin(&draft, desk))
		return;
	shown = solution_text(&draft.terminal, desk_exercise(desk), &error);
	draft_show(&draft, desk);
	if (!shown) {
		desk_show_verdict(desk);
		desk_say(desk, error);
	}
}

static void reset(struct desk *desk)
{
	char *kept, *error = NULL;

	if (desk->key_before != 'x') {
		desk_say(desk, text_format("Press x again to have the files as they were "
					   "handed out; yours are kept."));
		return;
	}
	desk->key = 0; /* a third x asks again */
	if (!handed_out_restore(desk_exercise(desk), &kept, &error)) {
		/* The sentence has no room in a line. */
		desk_say(desk, text_format("Not reset: course reset %s says why, and "
					   "what to do.",
					   desk_exercise(desk)->name));
		free(error);
	} else if (kept) {
		char *shown = path_from_here(kept);

		desk_say(desk, text_format("What you had is kept in %s", shown));
		free(shown);
	} else {
		desk_say(desk, text_format("They are as they were handed out."));
	}
	free(kept);
}

static void quit(struct desk *desk)
{
	desk->over = true;
}

static void show_keys(struct desk *desk);

/* ---- the keys --------------------------------------------------------------- */

/* When it is named below the page. */
enum when { ALWAYS, BEFORE, AFTER, NEVER };

static const struct desk_key {
	int key;
	const char *name;
	enum when when; /* with regard to the pass */
	void (*press)(struct desk *desk);
	const char *words;
} keys[] = {
	{ 'h', "hint", BEFORE, show_hint, "a hint; again: the next one" },
	{ 'r', "run", ALWAYS, run_program, "run it at its real speed" },
	{ 'p', "predict", BEFORE, predict, "say what it prints and when" },
	{ 't', "task", ALWAYS, show_task, "what is to be done" },
	{ 's', "lesson", ALWAYS, show_lesson, "the lesson that it belongs to" },
	{ 'l', "list", ALWAYS, show_list, "all exercises" },
	{ 'n', "next", ALWAYS, go_to_next, "the next that is not passed" },
	{ 'o', "solution", AFTER, show_solution, "the reference solution" },
	{ 'x', "reset", ALWAYS, reset, "the files as they were handed out" },
	{ '?', "keys", NEVER, show_keys, "this" },
	{ 'q', "quit", ALWAYS, quit, "ends it" },
};

enum { KEY_COUNT = sizeof(keys) / sizeof(*keys) };

static void show_keys(struct desk *desk)
{
	struct text text = { 0 };

	for (size_t i = 0; i < KEY_COUNT; i++)
		text_add_format(&text, "  %c  %-9s %s\n", keys[i].key, keys[i].name,
				keys[i].words);
	text_add(&text, "\n  space, b, arrows   scroll\n  esc                back to "
			"the verdict\n");
	desk_show_other(desk, text_take(&text));
}

static bool is_named(const struct desk *desk, const struct desk_key *key)
{
	return key->when == ALWAYS ||
	       (key->when != NEVER && (key->when == AFTER) == desk_has_passed(desk));
}

char *desk_keys_line(const struct desk *desk, size_t columns)
{
	static const char more[] = "? keys";
	struct text text = { 0 };

	if (desk->other_page.text)
		text_add(&text, "esc back  ");
	for (size_t i = 0; i < KEY_COUNT; i++) {
		char *item = text_format("%c %s", keys[i].key, keys[i].name);
		bool last = i + 1 == KEY_COUNT;
		bool fits = text.length + strlen(item) + (last ? 0 : strlen(more) + 4) <=
			    columns;

		if (is_named(desk, &keys[i]) && fits)
			text_add_format(&text, "%s%s", item, last ? "" : "  ");
		free(item);
		if (is_named(desk, &keys[i]) && !fits) {
			text_add(&text, more);
			break;
		}
	}
	return text_take(&text);
}

static struct scroll *page_of(struct desk *desk)
{
	return desk->other_page.text ? &desk->other_page : &desk->verdict_page;
}

/* By so many lines, as far as there are any. */
static void scroll_by(struct desk *desk, long lines)
{
	struct scroll *page = page_of(desk);
	size_t room = desk_room();
	long last = page->count > room ? (long)(page->count - room) : 0;
	long top = (long)page->top + lines;

	page->top = (size_t)(top < 0 ? 0 : top > last ? last : top);
}

static bool press_scroll(struct desk *desk, int key)
{
	long page = (long)desk_room() - 1;

	switch (key) {
	case KEY_UP:
	case 'k': scroll_by(desk, -1); break;
	case KEY_DOWN:
	case 'j': scroll_by(desk, 1); break;
	case KEY_PAGE_UP:
	case 'b': scroll_by(desk, -page); break;
	case KEY_PAGE_DOWN:
	case ' ': scroll_by(desk, page); break;
	case KEY_HOME:
	case 'g': scroll_by(desk, -1000000); break;
	case KEY_END:
	case 'G': scroll_by(desk, 1000000); break;
	case KEY_ESCAPE: desk_show_verdict(desk); break;
	default: return false;
	}
	return true;
}

void desk_press(struct desk *desk, int key)
{
	desk_say(desk, NULL);
	desk->key_before = desk->key;
	desk->key = key;
	if (press_scroll(desk, key))
		return;
	for (size_t i = 0; i < KEY_COUNT; i++)
		if (keys[i].key == key)
			keys[i].press(desk);
}
