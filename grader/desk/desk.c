#define _GNU_SOURCE
#include "desk/desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock/machine_time.h"
#include "course/handed_out.h"
#include "course/way.h"
#include "show/screen.h"
#include "text/memory.h"
#include "text/text.h"

const struct exercise *desk_exercise(const struct desk *desk)
{
	return &desk->curriculum.exercises[desk->index].exercise;
}

bool desk_has_passed(const struct desk *desk)
{
	return progress_of(&desk->progress, desk_exercise(desk)->name).passed != NULL;
}

/* Where the course lies is known here, and the line is short: a sentence about one of
 * its files begins with the name that the file has below it. */
static void leave_out_root(const struct desk *desk, char *notice)
{
	size_t length = strlen(desk->root);

	if (strncmp(notice, desk->root, length) == 0 && notice[length] == '/')
		memmove(notice, notice + length + 1, strlen(notice + length + 1) + 1);
}

void desk_say(struct desk *desk, char *notice)
{
	if (notice)
		leave_out_root(desk, notice);
	free(desk->notice);
	desk->notice = notice;
}

void desk_note(struct desk *desk, enum progress_event event, unsigned hint)
{
	char *notice = NULL, *error = NULL, *unread = NULL;

	progress_note(desk->root, event, desk_exercise(desk)->name, hint, &notice,
		      &error);
	progress_free(&desk->progress);
	progress_read(&desk->progress, desk->root, &unread);
	if (error)
		desk_say(desk, error);
	else if (notice)
		desk_say(desk, notice);
	if (notice && error)
		free(notice);
	free(unread);
}

void desk_show_other(struct desk *desk, char *text)
{
	judge_process_stop(&desk->runner);
	scroll_set(&desk->other_page, text, false);
}

void desk_show_verdict(struct desk *desk)
{
	judge_process_stop(&desk->runner);
	scroll_free(&desk->other_page);
}

/* ---- saves ------------------------------------------------------------------ */

static void leave(struct desk *desk)
{
	judge_process_stop(&desk->judge);
	desk_show_verdict(desk);
	saves_end(&desk->saves);
	submission_free(&desk->submission);
	scroll_free(&desk->verdict_page);
}

static void judge(struct desk *desk)
{
	struct judge_request request = { .task = JUDGE_CHECK,
					 .exercise = desk_exercise(desk),
					 .submission = &desk->submission,
					 .toolchain = &desk->toolchain,
					 .terminal = desk->terminal };
	char *error = NULL;

	judge_process_stop(&desk->judge);
	desk->judging = judge_process_start(&desk->judge, &request, &error);
	desk->judged = false;
	if (error)
		desk_say(desk, error);
}

static void forget_missing(struct desk *desk)
{
	if (desk->missing)
		desk_say(desk, NULL);
	desk->missing = false;
}

/* What is saved while a check is under way is judged in its place. */
static void look(struct desk *desk, bool due)
{
	struct submission submission;
	char *sentence = NULL;

	switch (saves_take(&desk->saves, due, &submission, &sentence)) {
	case SAVES_NOTHING: break;
	case SAVES_NEW:
		judge_process_stop(&desk->judge);
		submission_free(&desk->submission);
		desk->submission = submission;
		forget_missing(desk);
		judge(desk);
		break;
	case SAVES_MISSING:
		desk_say(desk, text_format("%s (course reset brings it back)", sentence));
		desk->missing = true;
		free(sentence);
		break;
	case SAVES_BACK: forget_missing(desk); break;
	case SAVES_TASK:
		desk_say(desk, NULL);
		desk_turn_to(desk, desk->index);
		break;
	}
}

void desk_turn_to(struct desk *desk, size_t index)
{
	char *error = NULL;

	leave(desk);
	desk->index = index;
	desk->judging = desk->judged = false;
	saves_begin(&desk->saves, desk_exercise(desk));
	if (!curriculum_read_again(&desk->curriculum, index, &error))
		desk_say(desk, error);
	/* Where nothing can be kept, reset will say so. */
	handed_out_keep(desk_exercise(desk), NULL);
	desk_note(desk, PROGRESS_CHOSEN, 0);
	look(desk, true);
}

/* ---- verdicts --------------------------------------------------------------- */

static void go_on(struct desk *desk)
{
	size_t next = way_next(&desk->curriculum, &desk->progress, desk->index);
	char *passed = memory_copy_text(desk_exercise(desk)->name);

	if (next < desk->curriculum.exercise_count) {
		desk_turn_to(desk, next);
		desk_say(desk, text_format("%s is passed; this is the next.", passed));
	} else {
		desk_say(desk, text_format("All exercises are passed."));
	}
	free(passed);
}

/* It stands on the screen before it is written down: a disk may take its time. */
static void take_verdict(struct desk *desk, char *text,
			 const struct judge_outcome *outcome)
{
	bool passed = outcome->verdict == VERDICT_PASS;

	desk->judging = false;
	desk->judged = true;
	desk->verdict = outcome->verdict;
	desk_show_verdict(desk);
	scroll_set(&desk->verdict_page, text, false);
	desk_draw(desk);
	if (outcome->verdict != VERDICT_JE)
		desk_note(desk, passed ? PROGRESS_PASSED : PROGRESS_TRIED, 0);
	if (passed && desk->automatic)
		go_on(desk);
}

/* Takes the text. */
static void take_news(struct desk *desk, enum judge_news news, char *text,
		      const struct judge_outcome *outcome)
{
	if (news == JUDGE_SHOWN && outcome->first) {
		take_verdict(desk, text, outcome);
	} else if (news == JUDGE_SHOWN) {
		scroll_set(&desk->verdict_page, text, true);
	} else if (news == JUDGE_GONE) {
		desk->judging = false;
		desk_say(desk, text);
	} else {
		free(text);
	}
}

static void hear_judge(struct desk *desk)
{
	struct judge_outcome outcome;
	enum judge_news news;
	char *text = NULL;

	while ((news = judge_process_hear(&desk->judge, &text, &outcome)) !=
	       JUDGE_NOTHING)
		take_news(desk, news, text, &outcome);
}

static void hear_runner(struct desk *desk)
{
	struct judge_outcome outcome;
	enum judge_news news;
	char *text = NULL;

	while ((news = judge_process_hear(&desk->runner, &text, &outcome)) !=
	       JUDGE_NOTHING) {
		if (news == JUDGE_LINES)
			scroll_add(&desk->other_page, text);
		else if (news == JUDGE_GONE)
			desk_say(desk, memory_copy_text(text));
		free(text);
	}
}

/* ---- the loop --------------------------------------------------------------- */

static long now(void)
{
	return (long)(machine_time() / 1000000);
}

static void redraw(struct desk *desk)
{
	size_t columns = desk->terminal.columns;

	desk->terminal = terminal_of(stdout);
	if (desk->terminal.columns != columns)
		judge_process_draw(&desk->judge, desk->terminal.columns);
}

/* Waits until something happens, and has it done. */
static void step(struct desk *desk, long *next_look)
{
	struct pollfd others[] = {
		{ .fd = saves_descriptor(&desk->saves), .events = POLLIN },
		{ .fd = judge_process_descriptor(&desk->judge), .events = POLLIN },
		{ .fd = judge_process_descriptor(&desk->runner), .events = POLLIN },
	};
	long left = *next_look - now();
	int key = 0;

	switch (screen_wait(others, 3, left > 0 ? (int)left : 0, &key)) {
	case SCREEN_KEY: desk_press(desk, key); break;
	case SCREEN_REDRAW: redraw(desk); break;
	case SCREEN_OTHER:
		if (others[0].revents)
			look(desk, false);
		hear_judge(desk);
		hear_runner(desk);
		break;
	case SCREEN_TIMEOUT: break;
	case SCREEN_INTERRUPTED: desk->over = true; break;
	}
	if (now() >= *next_look && !desk->over) {
		look(desk, true);
		*next_look = now() + SAVES_LOOK;
	}
}

void desk_watch(struct desk *desk)
{
	long next_look = now() + SAVES_LOOK;

	while (!desk->over) {
		desk_draw(desk);
		step(desk, &next_look);
	}
	leave(desk);
	free(desk->notice);
	desk->notice = NULL;
}
