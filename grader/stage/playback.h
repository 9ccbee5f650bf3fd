/*
 * Playback: a run that is over, shown as if it were going on.
 *
 * It knows nothing of clocks or terminals: whoever shows it says how much time has
 * passed. So it can be stopped, slowed down, and taken back.
 */
#ifndef COURSE_STAGE_PLAYBACK_H
#define COURSE_STAGE_PLAYBACK_H

#include <stdbool.h>
#include <stddef.h>

#include "show/picture.h"

struct playback {
	nanoseconds now; /* on the run's clock */
	nanoseconds end;
	double speed; /* how fast the run's clock goes; 1: as it was */
	bool paused;
	nanoseconds *events; /* moments at which something happens, in order, once each */
	size_t event_count;
};

/* From the beginning, at its own speed, going on. Nothing of the picture is kept. */
void playback_begin(struct playback *playback, const struct picture *picture);
void playback_free(struct playback *playback);

/* So much real time has passed. */
void playback_pass(struct playback *playback, nanoseconds elapsed);

bool playback_is_over(const struct playback *playback);

/* To the next event, or the one before (step -1), and pauses there. */
void playback_step(struct playback *playback, int step);

/* To a moment; it goes on from there if it did before. */
void playback_jump(struct playback *playback, nanoseconds to);

/* Twice as fast, or half as fast (step -1); between 1/64 and 64 times. */
void playback_change_speed(struct playback *playback, int step);

#endif
