/*
 * Measuring: processor time of this thread, medians, and how fast the machine is.
 *
 * Budgets are nanoseconds of one known machine. What another machine makes of
 * them is found by a loop that is measured beside everything else: a machine on
 * which that loop takes twice as long gets twice the nanoseconds.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 15

/* Of the machine that the budgets were set on; see calibrate. */
#define CALIBRATION_NANOSECONDS 1.48

static inline double thread_nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static inline double wall_nanoseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static int compare_doubles(const void *a, const void *b)
{
	double first = *(const double *)a;
	double second = *(const double *)b;

	return (first > second) - (first < second);
}

static inline double median(double *values, int count)
{
	qsort(values, (size_t)count, sizeof *values, compare_doubles);
	return values[count / 2];
}

__attribute__((noinline, unused)) static uint64_t mix(uint64_t value)
{
	return value * 0x9e3779b97f4a7c15 ^ value >> 29;
}

/* Nanoseconds for a call through a pointer whose result the next one needs, as
 * all that is measured here is made of such calls. */
static inline double calibrate(void)
{
	enum { CALLS = 500000 };
	uint64_t (*volatile call)(uint64_t) = mix;
	uint64_t value = 1;
	double start = thread_nanoseconds();
	volatile uint64_t result;

	for (int i = 0; i < CALLS; i++)
		value = call(value);
	result = value;
	(void)result;
	return (thread_nanoseconds() - start) / CALLS;
}

#endif
