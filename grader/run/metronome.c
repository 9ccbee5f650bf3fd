#define _GNU_SOURCE
#include "run/metronome.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

static const nanoseconds unnoticed = 1000000;

static nanoseconds now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

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

void metronome_count(struct metronome *metronome, nanoseconds took)
{
	nanoseconds late = took - METRONOME_BEAT;

	if (late > unnoticed)
		metronome->late += late;
}

static void *beat(void *argument)
{
	struct metronome *metronome = argument;
	struct timespec span = { .tv_nsec = METRONOME_BEAT };

	while (!atomic_load(&metronome->stop)) {
		nanoseconds start = now();

		nanosleep(&span, NULL);
		metronome_count(metronome, now() - start);
	}
	return NULL;
}

void metronome_start(struct metronome *metronome)
{
	*metronome = (struct metronome){ .before = metronome_use_so_far() };
	metronome->runs = pthread_create(&metronome->thread, NULL, beat, metronome) == 0;
}

nanoseconds metronome_excuse(const struct metronome *metronome,
			     const struct metronome_use *after)
{
	nanoseconds others;

	if (after->machine == INT64_MAX || metronome->before.machine == INT64_MAX)
		return metronome->late;
	others = after->machine - metronome->before.machine -
		 (after->own - metronome->before.own);
	if (others < 0)
		return 0;
	return metronome->late < others ? metronome->late : others;
}

nanoseconds metronome_stop(struct metronome *metronome)
{
	struct metronome_use after;

	if (!metronome->runs)
		return 0;
	atomic_store(&metronome->stop, true);
	pthread_join(metronome->thread, NULL);
	after = metronome_use_so_far();
	return metronome_excuse(metronome, &after);
}
