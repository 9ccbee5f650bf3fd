#define _GNU_SOURCE
#include "preload_time.h"

#include "preload_board.h"
#include "preload_next.h"

/* What this process has read as the time, last. */
static int64_t last_read;
static uint32_t reads_since_wait;

static int64_t machine_time(void)
{
	struct timespec time;

	NEXT(clock_gettime)(CLOCK_MONOTONIC, &time);
	return nanoseconds_of(&time);
}

bool clock_flows(void)
{
	double speed;

	__atomic_load(&clock_page()->speed, &speed, __ATOMIC_RELAXED);
	return speed != 0;
}

int64_t clock_page_time(void)
{
	const struct clock_page *page = clock_page();

	for (;;) {
		uint32_t version = __atomic_load_n(&page->version, __ATOMIC_ACQUIRE);
		int64_t base = __atomic_load_n(&page->base, __ATOMIC_RELAXED);
		int64_t origin = __atomic_load_n(&page->origin, __ATOMIC_RELAXED);
		double speed;

		__atomic_load(&page->speed, &speed, __ATOMIC_RELAXED);
		__atomic_thread_fence(__ATOMIC_ACQUIRE);
		if (version & 1 ||
		    version != __atomic_load_n(&page->version, __ATOMIC_RELAXED))
			continue;
		if (speed != 0)
			base += (int64_t)((double)(machine_time() - origin) * speed);
		return base;
	}
}

int64_t clock_now(void)
{
	int64_t time = clock_page_time();
	int64_t last = __atomic_load_n(&last_read, __ATOMIC_RELAXED);

	return time > last ? time : last;
}

/* How long a read takes: a program that does nothing else waits for something. */
#define READS_BEFORE_SPIN  2000
#define READ_WHEN_SPINNING 1000
#define SPIN_UNTIL_WAIT    1000000

int64_t clock_count_read(bool *spins)
{
	int64_t base = clock_page_time();
	int64_t last = __atomic_load_n(&last_read, __ATOMIC_RELAXED);
	int64_t time;
	bool flows = clock_flows();
	uint32_t reads = __atomic_add_fetch(&reads_since_wait, 1, __ATOMIC_RELAXED);

	do {
		int64_t step = flows                       ? 0
			       : reads > READS_BEFORE_SPIN ? READ_WHEN_SPINNING
							   : 1;

		time = base > last ? base : last + step;
	} while (!__atomic_compare_exchange_n(&last_read, &last, time, true,
					      __ATOMIC_RELAXED, __ATOMIC_RELAXED));
	*spins = !flows && time - base > SPIN_UNTIL_WAIT;
	return time;
}

void clock_forget_reads(void)
{
	__atomic_store_n(&reads_since_wait, 0, __ATOMIC_RELAXED);
}

void clock_go_on_spinning(void)
{
	__atomic_store_n(&reads_since_wait, READS_BEFORE_SPIN, __ATOMIC_RELAXED);
}

int64_t clock_after(int64_t duration)
{
	int64_t deadline;

	if (__builtin_add_overflow(clock_now(), duration, &deadline))
		return CLOCK_NEVER;
	return deadline;
}

int64_t nanoseconds_of(const struct timespec *time)
{
	if (time->tv_sec >= INT64_MAX / NANOSECONDS - 1)
		return CLOCK_NEVER;
	if (time->tv_sec <= INT64_MIN / NANOSECONDS + 1)
		return INT64_MIN / 2;
	return time->tv_sec * NANOSECONDS + time->tv_nsec;
}

struct timespec timespec_of(int64_t nanoseconds)
{
	return (struct timespec){
		.tv_sec = nanoseconds / NANOSECONDS,
		.tv_nsec = nanoseconds % NANOSECONDS,
	};
}

bool timespec_is_valid(const struct timespec *time)
{
	return time->tv_sec >= 0 && time->tv_nsec >= 0 && time->tv_nsec < NANOSECONDS;
}

bool clock_origin(clockid_t clock, int64_t *origin)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_REALTIME_ALARM: *origin = CLOCK_REALTIME_START; return true;
	case CLOCK_TAI: *origin = CLOCK_REALTIME_START + 37 * NANOSECONDS; return true;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_BOOTTIME:
	case CLOCK_BOOTTIME_ALARM: *origin = CLOCK_MONOTONIC_START; return true;
	default: return false; /* processor time is what it is */
	}
}

bool clock_deadline(clockid_t clock, const struct timespec *time, int64_t *deadline)
{
	int64_t origin;
	int64_t at = nanoseconds_of(time);

	if (!clock_origin(clock, &origin))
		return false;
	*deadline = at == CLOCK_NEVER ? CLOCK_NEVER : at - origin;
	return true;
}
