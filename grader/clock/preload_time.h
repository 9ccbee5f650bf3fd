/*
 * Inside a program: what time it is, and the times of the C library in ours.
 *
 * Ours are nanoseconds since the program was started; CLOCK_NEVER is behind all of them.
 */
#ifndef COURSE_CLOCK_PRELOAD_TIME_H
#define COURSE_CLOCK_PRELOAD_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define NANOSECONDS INT64_C(1000000000)

/* The grader does not hold the clock still: it flows, real or scaled. */
bool clock_flows(void);

/* What time it is, as it stands on the page. */
int64_t clock_page_time(void);

/* The same, but never before what was read as the time last. */
int64_t clock_now(void);

/* The same as the program reads it. Reading the clock takes a nanosecond, so that a
 * time that was read twice is never the same; a program that reads it over and over,
 * waiting for it to change, sees it change. `*spins`: it has read its way so far ahead
 * of the page that it should sleep until that time. */
int64_t clock_count_read(bool *spins);

/* A wait begins: what was read before is not a part of spinning. */
void clock_forget_reads(void);

/* A program that spins has slept, and spins on. */
void clock_go_on_spinning(void);

/* Now and a while; saturates. */
int64_t clock_after(int64_t duration);

int64_t nanoseconds_of(const struct timespec *time);
struct timespec timespec_of(int64_t nanoseconds);
bool timespec_is_valid(const struct timespec *time);

/* Our time for a time on that clock; false: this clock is none of ours. */
bool clock_deadline(clockid_t clock, const struct timespec *time, int64_t *deadline);
bool clock_origin(clockid_t clock, int64_t *origin);

#endif
