/*
 * A metronome: how late the machine is.
 *
 * On a real clock a program is late where others are run in its place. Somebody
 * beside it who does nothing but sleep for a few milliseconds at a time is as late
 * for the same reason: what that adds up to says how much of a program's lateness
 * is not its own.
 *
 * A program that keeps all processors busy makes the metronome late as well. But
 * others can have taken no more time from it than they were running for, and that the
 * kernel knows (proc(5), /proc/stat): the rest of the lateness is the program's own.
 */
#ifndef COURSE_RUN_METRONOME_H
#define COURSE_RUN_METRONOME_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "run/program.h"

/* Processor time so far, in nanoseconds. */
struct metronome_use {
	nanoseconds machine; /* of all that runs on it */
	nanoseconds own;     /* of our children that have ended: the program's */
};

/* A beat that did not end when it should have. */
struct late_beat {
	nanoseconds due; /* on CLOCK_MONOTONIC */
	nanoseconds late;
};

struct metronome {
	pthread_t thread;
	atomic_bool stop;
	bool runs;
	nanoseconds started; /* on CLOCK_MONOTONIC */
	struct metronome_use before;
	struct late_beat *beats; /* in order */
	size_t count, capacity;
	nanoseconds excuse; /* when it has been stopped: see metronome_excuse */
};

/* Starts it. It must not be moved until it is stopped. */
void metronome_start(struct metronome *metronome);

/* Stops it, when the program has ended and was waited for. */
void metronome_stop(struct metronome *metronome);

void metronome_free(struct metronome *metronome);

/* A beat from one moment to another. If it is late by less than a millisecond, it is
 * not late. */
void metronome_count(struct metronome *metronome, nanoseconds from, nanoseconds until);

/* Its lateness in all. */
nanoseconds metronome_late(const struct metronome *metronome);

/* Asks the kernel. INT64_MAX: it does not tell what the machine does. */
struct metronome_use metronome_use_so_far(void);

/* How much of its lateness is not by the program's doing. */
nanoseconds metronome_excuse(const struct metronome *metronome,
			     const struct metronome_use *after);

/* How long a beat should take. */
#define METRONOME_BEAT INT64_C(5000000)

#endif
