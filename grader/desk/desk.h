/*
 * The desk: an exercise that is watched on the whole screen, and the keys for all
 * that a learner does with it.
 *
 * Nothing here waits but the one call of screen_wait: saves, the judge (in a process
 * of its own), keys and the size of the terminal are heard at the same place. What
 * is judged is what a save has left; each content once.
 */
#ifndef COURSE_DESK_DESK_H
#define COURSE_DESK_DESK_H

#include <stdbool.h>

#include "desk/judge_process.h"
#include "course/curriculum.h"
#include "course/progress.h"
#include "course/saves.h"

/* A text that is longer than the screen. */
struct scroll {
	char *text;
	char **lines; /* parts of it */
	size_t count;
	size_t top; /* the first line that is shown */
};

struct desk {
	const char *root;
	struct toolchain toolchain;
	bool automatic; /* goes on by itself after a pass */
	struct curriculum curriculum;
	struct progress progress;
	size_t index; /* of the exercise */
	struct saves saves;
	struct submission submission; /* that is judged, or was */
	struct judge_process judge;
	struct judge_process runner;
	struct terminal terminal;
	struct scroll verdict_page;
	struct scroll other_page; /* a hint, the task, …; shown if it has lines */
	char *notice;             /* a line for the learner, or NULL */
	bool missing;             /* it says that a file is */
	bool judging;
	bool judged; /* there is a verdict on what was saved last */
	enum verdict_kind verdict;
	int key, key_before; /* that were pressed last */
	bool over;
};

/* Watches the exercise until the learner has had enough. The screen has begun. */
void desk_watch(struct desk *desk);

const struct exercise *desk_exercise(const struct desk *desk);

/* Has it been passed, now or before? */
bool desk_has_passed(const struct desk *desk);

/* Goes over to another exercise. */
void desk_turn_to(struct desk *desk, size_t index);

/* Says something in the line above the keys; takes the text. */
void desk_say(struct desk *desk, char *notice);

/* Notes it; what goes wrong is said in that line. */
void desk_note(struct desk *desk, enum progress_event event, unsigned hint);

/* Shows a text over the verdict; takes it. */
void desk_show_other(struct desk *desk, char *text);
void desk_show_verdict(struct desk *desk);

/* Takes a text; where the reader is in it stays, if `stay`. */
void scroll_set(struct scroll *page, char *text, bool stay);
void scroll_add(struct scroll *page, const char *text);
void scroll_free(struct scroll *page);

/* Draws all of it. */
void desk_draw(struct desk *desk);

/* How many lines of a page there is room for. */
size_t desk_room(void);

/* Does what the key is for. */
void desk_press(struct desk *desk, int key);

/* The keys in a few words: as many as fit into `columns`; to be freed. */
char *desk_keys_line(const struct desk *desk, size_t columns);

#endif
