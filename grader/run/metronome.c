#define _GNU_SOURCE
#include "run/metronome.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "clock/machine_time.h"
#include "text/memory.h"

static const nanoseconds unnoticed = 1000000;

static nanoseconds nanoseconds_in(const struct timeval *time)
{
	return time->tv_sec * NANOSECONDS_PER_SECOND + time->tv_usec * INT64_C(1000);
}

/* Of each processor's time, all but what it was idle for. What another machine took
 * from this one (steal) is somebody's as well. */
static nanoseconds machine_use(void)
{
	unsigned long long user = 0, nice = 0, system = 0, hard = 0, soft = 0, stolen = 0;
	FILE *file = fopen("/proc/stat", "re");
	bool known = file && fscanf(file, "cpu %llu %llu %llu %*u %*u %llu %llu %llu",
				    &user, &nice, &system, &hard, &soft, &stolen) == 6;

	if (file)
		fclose(file);
	/* Where the kernel does not tell, others may have taken any time. */
	if (!known)
		return INT64_MAX;
	return (nanoseconds)(user + nice + system + hard + soft + stolen) *
	       (NANOSECONDS_PER_SECOND / sysconf(_SC_CLK_TCK));
}

struct metronome_use metronome_use_so_far(void)
{
	struct rusage children;

	getrusage(RUSAGE_CHILDREN, &children);
	return (struct metronome_use){
		.machine = machine_use(),
		.own = nanoseconds_in(&children.ru_utime) +
		       nanoseconds_in(&children.ru_stime),
	};
}

void metronome_count(struct metronome *metronome, nanoseconds from, nanoseconds until)
{
	nanoseconds due = from + METRONOME_BEAT, late = until - due;

	if (late <= unnoticed)
		return;
	if (metronome->count == metronome->capacity) {
		metronome->capacity = metronome->capacity ? 2 * metronome->capacity : 64;
		metronome->beats = memory_resize(metronome->beats, metronome->capacity,
						 sizeof(*metronome->beats));
	}
	metronome->beats[metronome->count++] = (struct late_beat){ due, late };
}

nanoseconds metronome_late(const struct metronome *metronome)
{
	nanoseconds late = 0;

	for (size_t i = 0; i < metronome->count; i++)
		late += metronome->beats[i].late;
	return late;
}

/* From when it was started, and until it was stopped, without a gap: who waits for a
 * processor between two beats, or before the first, is late as well. */
static void *beat(void *argument)
{
	struct metronome *metronome = argument;
	struct timespec span = { .tv_nsec = METRONOME_BEAT };
	nanoseconds from = metronome->started, until;
	bool last;

	do {
		last = atomic_load(&metronome->stop);
		if (!last)
			nanosleep(&span, NULL);
		until = machine_time();
		metronome_count(metronome, from, until);
		from = until;
	} while (!last);
	return NULL;
}

void metronome_start(struct metronome *metronome)
{
	*metronome = (struct metronome){ .before = metronome_use_so_far(),
					 .started = machine_time() };
	metronome->runs = pthread_create(&metronome->thread, NULL, beat, metronome) == 0;
}

nanoseconds metronome_excuse(const struct metronome *metronome,
			     const struct metronome_use *after)
{
	nanoseconds late = metronome_late(metronome), others;

	if (after->machine == INT64_MAX || metronome->before.machine == INT64_MAX)
		return late;
	others = after->machine - metronome->before.machine -
		 (after->own - metronome->before.own);
	if (others < 0)
		return 0;
	return late < others ? late : others;
}

void metronome_stop(struct metronome *metronome)
{
	struct metronome_use after;

	if (!metronome->runs)
		return;
	atomic_store(&metronome->stop, true);
	pthread_join(metronome->thread, NULL);
	after = metronome_use_so_far();
	metronome->excuse = metronome_excuse(metronome, &after);
}

void metronome_free(struct metronome *metronome)
{
	free(metronome->beats);
	metronome->beats = NULL;
	metronome->count = metronome->capacity = 0;
}
