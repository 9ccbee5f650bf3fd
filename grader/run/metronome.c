#define _GNU_SOURCE
#include "run/metronome.h"

#include <time.h>

static const nanoseconds beat = 5000000;
static const nanoseconds unnoticed = 1000000;

static nanoseconds now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

static void *count_lateness(void *argument)
{
	struct metronome *metronome = argument;
	struct timespec span = { .tv_nsec = beat };

	while (!atomic_load(&metronome->stop)) {
		nanoseconds start = now(), late;

		nanosleep(&span, NULL);
		late = now() - start - beat;
		if (late > unnoticed)
			metronome->late += late;
	}
	return NULL;
}

void metronome_start(struct metronome *metronome)
{
	*metronome = (struct metronome){ 0 };
	metronome->runs =
		pthread_create(&metronome->thread, NULL, count_lateness, metronome) == 0;
}

nanoseconds metronome_stop(struct metronome *metronome)
{
	if (!metronome->runs)
		return 0;
	atomic_store(&metronome->stop, true);
	pthread_join(metronome->thread, NULL);
	return metronome->late;
}
