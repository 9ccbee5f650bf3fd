/*
 * A demo: a lesson as slides, its programs run live, line by line at their moments.
 *
 * This is what is shown and what a key does to it. It has no clock: whoever drives it
 * says how much time has passed (command/demo.c does, by the machine's clock; a
 * recording and the tests do by one of their own).
 */
#ifndef COURSE_STAGE_DEMO_H
#define COURSE_STAGE_DEMO_H

#include "stage/live_run.h"
#include "stage/playback.h"
#include "stage/reading.h"
#include "stage/slides.h"

/* Keys as in show/screen.h. */
struct demo {
	const struct reading *reading; /* a lesson */
	const struct toolchain *toolchain;
	struct terminal terminal; /* what it is laid out for */
	size_t rows;
	struct lesson_page page;
	struct slides slides;
	size_t at;      /* the slide */
	size_t scroll;  /* rows of it that are above the screen */
	bool meanwhile; /* keys are heard while a program is compiled and run; else it
	                     * is waited for */
	bool starting;  /* it is compiled and run just now, by `run` */
	struct live_run run;
	nanoseconds waited; /* for it */
	bool playing;       /* it is on the stage: the next two are filled */
	struct recording recording;
	struct playback playback;
	double speed;         /* that the next run begins with */
	char *typed;          /* seconds to jump to, as far as they are typed; or NULL */
	nanoseconds on_slide; /* how long it has been shown */
	bool help;
	bool over; /* enough */
};

/* False, with a sentence, if the lesson cannot be read. */
bool demo_begin(struct demo *demo, const struct reading *reading,
		const struct toolchain *toolchain, const struct terminal *terminal,
		size_t rows, char **error);
void demo_free(struct demo *demo);

/* The screen has another size now. */
bool demo_resize(struct demo *demo, const struct terminal *terminal, size_t rows,
		 char **error);

void demo_key(struct demo *demo, int key);

/* So much time has passed. */
void demo_pass(struct demo *demo, nanoseconds elapsed);

/* As demo_pass, and turns the pages by itself: a slide is left when it could have been
 * read, or when its program has come to its end. */
void demo_pass_alone(struct demo *demo, nanoseconds elapsed);

/* Readable when a program that is starting can be played; -1: none is. */
int demo_descriptor(const struct demo *demo);

/* A program comes in a moment: until then what is on the screen may stay there. */
bool demo_is_about_to_play(const struct demo *demo);

/* Does it change by itself, so that it is to be shown again soon? */
bool demo_moves(const struct demo *demo);

/* Writes what is to be seen now, as lines. */
void demo_write(const struct demo *demo, const struct terminal *terminal);

/* What the presenter is to know of it: the slide's notes, what comes next. As lines. */
void demo_write_notes(const struct demo *demo, const struct terminal *terminal);

#endif
