/*
 * A metronome: how late the machine is.
 *
 * On a real clock a program is late where others are run in its place. Somebody
 * beside it who does nothing but sleep for a few milliseconds at a time is as late
 * for the same reason: what that adds up to says how much of a program's lateness
 * is not its own.
 */
#ifndef COURSE_RUN_METRONOME_H
#define COURSE_RUN_METRONOME_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "run/program.h"

struct metronome {
	pthread_t thread;
	atomic_bool stop;
	bool runs;
	nanoseconds late;
};

/* Starts it. It must not be moved until it is stopped. */
void metronome_start(struct metronome *metronome);

/* Stops it: how late it was in all, in nanoseconds; 0 on a machine with little to do.
 * It counts no lateness that is below a millisecond. */
nanoseconds metronome_stop(struct metronome *metronome);

#endif
