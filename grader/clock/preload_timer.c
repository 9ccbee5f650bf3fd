/*
 * Timers: deadlines that nobody sleeps for. They stand on the board, and the
 * grader sends the signal, or sets off the timerfd, when the time has come.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* -------------------------------------------------------------- on the board */

static struct clock_timer *find(enum clock_timer_kind kind, int descriptor)
{
	struct clock_slots *board = clock_board();
	uint32_t used = board_load(&board->timers_used);

	for (uint32_t i = 0; i < used && i < CLOCK_TIMER_COUNT; i++) {
		struct clock_timer *timer = &board->timers[i];

		if (board_load(&timer->kind) == kind && timer->descriptor == descriptor &&
		    board_load(&timer->process) == clock_process())
			return timer;
	}
	return NULL;
}

/* Not set yet. NULL: there are too many. */
static struct clock_timer *claim(void)
{
	struct clock_slots *board = clock_board();

	for (uint32_t i = 0; i < CLOCK_TIMER_COUNT; i++) {
		struct clock_timer *timer = &board->timers[i];
		uint32_t kind = TIMER_FREE;
		uint32_t used = board_load(&board->timers_used);

		if (!__atomic_compare_exchange_n(&timer->kind, &kind, TIMER_CLAIMED,
						 false, __ATOMIC_SEQ_CST,
						 __ATOMIC_SEQ_CST))
			continue;
		*timer = (struct clock_timer){
			.kind = TIMER_CLAIMED,
			.process = clock_process(),
			.ticket = timer->ticket,
			.descriptor = -1,
			.deadline = CLOCK_NEVER,
		};
		while (used <= i && !__atomic_compare_exchange_n(
					    &board->timers_used, &used, i + 1, false,
					    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
			;
		return timer;
	}
	return NULL;
}

static void set(struct clock_timer *timer, int64_t deadline, int64_t interval)
{
	timer->interval = interval;
	board_store(&timer->deadline, deadline);
	__atomic_add_fetch(&timer->ticket, 1, __ATOMIC_SEQ_CST);
	clock_ring();
}

static int64_t left_of(const struct clock_timer *timer)
{
	int64_t deadline = board_load(&timer->deadline);
	int64_t left = deadline - clock_now();

	if (deadline == CLOCK_NEVER)
		return 0;
	return left > 0 ? left : 1;
}

/* In a new program: those of the one before exec are gone, except for its alarm. */
__attribute__((constructor)) static void forget_timers(void)
{
	struct clock_slots *board = clock_active() ? clock_board() : NULL;
	uint32_t used = board ? board_load(&board->timers_used) : 0;

	for (uint32_t i = 0; i < used && i < CLOCK_TIMER_COUNT; i++)
		if (board_load(&board->timers[i].process) == clock_process() &&
		    board_load(&board->timers[i].kind) != TIMER_ALARM)
			board_store(&board->timers[i].kind, TIMER_FREE);
}

/* ------------------------------------------------------------------- alarms */

static int64_t nanoseconds_in(const struct timeval *time)
{
	return nanoseconds_of(&(struct timespec){ time->tv_sec, time->tv_usec * 1000 });
}

static struct timeval timeval_of(int64_t nanoseconds)
{
	int64_t microseconds = (nanoseconds + 999) / 1000;

	return (struct timeval){ microseconds / 1000000, microseconds % 1000000 };
}

static struct itimerval alarm_now(void)
{
	struct clock_timer *timer = find(TIMER_ALARM, -1);

	if (!timer)
		return (struct itimerval){ 0 };
	return (struct itimerval){
		.it_interval = timeval_of(timer->interval),
		.it_value = timeval_of(left_of(timer)),
	};
}

static int set_alarm(int64_t duration, int64_t interval)
{
	struct clock_timer *timer = find(TIMER_ALARM, -1);

	if (!timer && duration == 0)
		return 0;
	if (!timer)
		timer = claim();
	if (!timer) {
		errno = EAGAIN;
		return -1;
	}
	set(timer, duration ? clock_after(duration) : CLOCK_NEVER, interval);
	board_store(&timer->kind, TIMER_ALARM);
	return 0;
}

REPLACED int getitimer(__itimer_which_t which, struct itimerval *value)
{
	if (!clock_active() || which != ITIMER_REAL)
		return NEXT(getitimer)(which, value);
	*value = alarm_now();
	return 0;
}

REPLACED int setitimer(__itimer_which_t which, const struct itimerval *restrict value,
		       struct itimerval *restrict before)
{
	struct itimerval old;

	if (!clock_active() || which != ITIMER_REAL)
		return NEXT(setitimer)(which, value, before);
	if (value->it_value.tv_usec < 0 || value->it_value.tv_usec > 999999 ||
	    value->it_interval.tv_usec < 0 || value->it_interval.tv_usec > 999999 ||
	    value->it_value.tv_sec < 0 || value->it_interval.tv_sec < 0) {
		errno = EINVAL;
		return -1;
	}
	old = alarm_now();
	if (set_alarm(nanoseconds_in(&value->it_value),
		      nanoseconds_in(&value->it_interval)) != 0)
		return -1;
	if (before)
		*before = old;
	return 0;
}

REPLACED unsigned alarm(unsigned seconds)
{
	struct itimerval old;

	if (!clock_active())
		return NEXT(alarm)(seconds);
	old = alarm_now();
	set_alarm(seconds * NANOSECONDS, 0);
	/* Never 0 where one was pending; rounded as the kernel does. */
	if (old.it_value.tv_sec == 0 && old.it_value.tv_usec > 0)
		return 1;
	return (unsigned)old.it_value.tv_sec + (old.it_value.tv_usec >= 500000);
}

REPLACED useconds_t ualarm(useconds_t value, useconds_t interval)
{
	struct itimerval old;

	if (!clock_active())
		return NEXT(ualarm)(value, interval);
	old = alarm_now();
	set_alarm(value * INT64_C(1000), interval * INT64_C(1000));
	return (useconds_t)(old.it_value.tv_sec * 1000000 + old.it_value.tv_usec);
}

/* ------------------------------------------------------------------ timerfd */

/* The kernel's own timerfd: read, poll and flags work as always. It is never set
 * here, only set off by the grader. On the calendar's clock, which is far from 0. */
REPLACED int timerfd_create(clockid_t clock, int flags)
{
	int64_t origin;
	struct clock_timer *timer;
	int file;

	if (!clock_active() || !clock_origin(clock, &origin))
		return NEXT(timerfd_create)(clock, flags);
	file = NEXT(timerfd_create)(CLOCK_REALTIME, flags);
	if (file < 0)
		return file;
	timer = claim();
	if (!timer || !clock_send_descriptor(file, true,
					     (uint32_t)(timer - clock_board()->timers))) {
		if (timer)
			board_store(&timer->kind, TIMER_FREE);
		close(file);
		errno = EMFILE;
		return -1;
	}
	timer->descriptor = file;
	timer->value = (uint64_t)origin;
	board_store(&timer->kind, TIMER_DESCRIPTOR);
	return file;
}

static struct itimerspec setting_of(const struct clock_timer *timer)
{
	return (struct itimerspec){
		.it_interval = timespec_of(timer->interval),
		.it_value = timespec_of(left_of(timer)),
	};
}

static int64_t deadline_for(const struct timespec *value, bool absolute, int64_t origin)
{
	int64_t time = nanoseconds_of(value);

	if (time == 0 || time == CLOCK_NEVER)
		return CLOCK_NEVER;
	if (!absolute)
		return clock_after(time);
	return time > origin ? time - origin : 0;
}

REPLACED int timerfd_settime(int file, int flags, const struct itimerspec *value,
			     struct itimerspec *before)
{
	static const struct itimerspec off;
	struct clock_timer *timer = clock_active() ? find(TIMER_DESCRIPTOR, file) : NULL;
	struct itimerspec old;

	if (!timer)
		return NEXT(timerfd_settime)(file, flags, value, before);
	if (!timespec_is_valid(&value->it_value) ||
	    !timespec_is_valid(&value->it_interval)) {
		errno = EINVAL;
		return -1;
	}
	old = setting_of(timer);
	/* What has expired and was not read is forgotten. */
	if (NEXT(timerfd_settime)(file, 0, &off, NULL) != 0)
		return -1;
	set(timer,
	    deadline_for(&value->it_value, flags & TFD_TIMER_ABSTIME,
			 (int64_t)timer->value),
	    nanoseconds_of(&value->it_interval));
	if (before)
		*before = old;
	return 0;
}

REPLACED int timerfd_gettime(int file, struct itimerspec *value)
{
	struct clock_timer *timer = clock_active() ? find(TIMER_DESCRIPTOR, file) : NULL;

	if (!timer)
		return NEXT(timerfd_gettime)(file, value);
	*value = setting_of(timer);
	return 0;
}

void clock_forget_descriptor(int file)
{
	struct clock_timer *timer = find(TIMER_DESCRIPTOR, file);

	if (timer)
		board_store(&timer->kind, TIMER_FREE);
}

/* ------------------------------------------------------------- timer_create */

/* A timer that calls a function has a thread which sleeps for it. */
struct caller {
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	int64_t deadline, interval;
	bool deleted;
	void (*function)(union sigval value);
	union sigval value;
};

struct own_timer {
	struct clock_timer *timer; /* on the board; or */
	struct caller *caller;
	int64_t origin;
};

/* Never the number of one of the kernel's, nor of glibc's. */
#define FIRST_NAME 0x7c0c0000
#define OWN_TIMERS 256
static struct own_timer own_timers[OWN_TIMERS];
static uint32_t own_timers_taken[OWN_TIMERS];

static struct own_timer *own_timer(timer_t name)
{
	uintptr_t index = (uintptr_t)name - FIRST_NAME;

	return index < OWN_TIMERS && board_load(&own_timers_taken[index])
		       ? &own_timers[index]
		       : NULL;
}

static struct own_timer *take_own_timer(timer_t *name)
{
	for (uintptr_t i = 0; i < OWN_TIMERS; i++)
		if (!__atomic_exchange_n(&own_timers_taken[i], 1, __ATOMIC_SEQ_CST)) {
			*name = (timer_t)(FIRST_NAME + i);
			return &own_timers[i];
		}
	return NULL;
}

static void free_own_timer(struct own_timer *own)
{
	board_store(&own_timers_taken[own - own_timers], 0);
}

static int64_t take_expiry(struct caller *caller)
{
	int64_t at = caller->deadline;

	caller->deadline = caller->interval && at != CLOCK_NEVER ? at + caller->interval
								 : CLOCK_NEVER;
	return at;
}

static void *call_at_times(void *context)
{
	struct caller *caller = context;

	pthread_mutex_lock(&caller->mutex);
	while (!caller->deleted) {
		struct timespec until =
			timespec_of(CLOCK_MONOTONIC_START + caller->deadline);

		if (caller->deadline == CLOCK_NEVER) {
			pthread_cond_wait(&caller->changed, &caller->mutex);
		} else if (caller->deadline <= clock_now()) {
			take_expiry(caller);
			pthread_mutex_unlock(&caller->mutex);
			caller->function(caller->value);
			pthread_mutex_lock(&caller->mutex);
		} else {
			pthread_cond_clockwait(&caller->changed, &caller->mutex,
					       CLOCK_MONOTONIC, &until);
		}
	}
	pthread_mutex_unlock(&caller->mutex);
	free(caller);
	return NULL;
}

static struct caller *start_caller(const struct sigevent *event)
{
	struct caller *caller = calloc(1, sizeof(*caller));
	pthread_attr_t attributes;
	pthread_t thread;
	sigset_t all, before;
	int failed;

	if (!caller)
		return NULL;
	*caller = (struct caller){
		.mutex = PTHREAD_MUTEX_INITIALIZER,
		.changed = PTHREAD_COND_INITIALIZER,
		.deadline = CLOCK_NEVER,
		.function = event->sigev_notify_function,
		.value = event->sigev_value,
	};
	pthread_attr_init(&attributes);
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&thread, &attributes, call_at_times, caller);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	if (failed) {
		free(caller);
		return NULL;
	}
	return caller;
}

static bool fill_own_timer(struct own_timer *own, const struct sigevent *event,
			   timer_t name)
{
	*own = (struct own_timer){ .origin = own->origin };
	if (event && event->sigev_notify == SIGEV_THREAD)
		return (own->caller = start_caller(event));
	own->timer = claim();
	if (!own->timer)
		return false;
	own->timer->signal = event ? event->sigev_signo : SIGALRM;
	own->timer->value = event ? (uint64_t)(uintptr_t)event->sigev_value.sival_ptr
				  : (uint64_t)(uintptr_t)name;
	if (event && event->sigev_notify == SIGEV_NONE)
		own->timer->signal = 0;
#ifdef SIGEV_THREAD_ID
	if (event && event->sigev_notify == SIGEV_THREAD_ID)
		own->timer->thread = (uint32_t)event->_sigev_un._tid;
#endif
	board_store(&own->timer->kind, TIMER_SIGNAL);
	return true;
}

REPLACED int timer_create(clockid_t clock, struct sigevent *restrict event,
			  timer_t *restrict name)
{
	int64_t origin;
	struct own_timer *own;

	if (!clock_active() || !clock_origin(clock, &origin))
		return NEXT(timer_create)(clock, event, name);
	own = take_own_timer(name);
	if (own) {
		own->origin = origin;
		if (fill_own_timer(own, event, *name))
			return 0;
		free_own_timer(own);
	}
	errno = EAGAIN;
	return -1;
}

static struct itimerspec setting_of_own(struct own_timer *own)
{
	struct clock_timer like;

	if (own->timer)
		return setting_of(own->timer);
	pthread_mutex_lock(&own->caller->mutex);
	like = (struct clock_timer){
		.deadline = own->caller->deadline,
		.interval = own->caller->interval,
	};
	pthread_mutex_unlock(&own->caller->mutex);
	return setting_of(&like);
}

static void set_own(struct own_timer *own, int64_t deadline, int64_t interval)
{
	if (own->timer) {
		set(own->timer, deadline, interval);
		return;
	}
	pthread_mutex_lock(&own->caller->mutex);
	own->caller->deadline = deadline;
	own->caller->interval = interval;
	pthread_cond_signal(&own->caller->changed);
	pthread_mutex_unlock(&own->caller->mutex);
}

REPLACED int timer_settime(timer_t name, int flags,
			   const struct itimerspec *restrict value,
			   struct itimerspec *restrict before)
{
	struct own_timer *own = own_timer(name);
	struct itimerspec old;

	if (!own)
		return NEXT(timer_settime)(name, flags, value, before);
	if (!timespec_is_valid(&value->it_value) ||
	    !timespec_is_valid(&value->it_interval)) {
		errno = EINVAL;
		return -1;
	}
	old = setting_of_own(own);
	set_own(own, deadline_for(&value->it_value, flags & TIMER_ABSTIME, own->origin),
		nanoseconds_of(&value->it_interval));
	if (before)
		*before = old;
	return 0;
}

REPLACED int timer_gettime(timer_t name, struct itimerspec *value)
{
	struct own_timer *own = own_timer(name);

	if (!own)
		return NEXT(timer_gettime)(name, value);
	*value = setting_of_own(own);
	return 0;
}

REPLACED int timer_getoverrun(timer_t name)
{
	return own_timer(name) ? 0 : NEXT(timer_getoverrun)(name);
}

REPLACED int timer_delete(timer_t name)
{
	struct own_timer *own = own_timer(name);

	if (!own)
		return NEXT(timer_delete)(name);
	if (own->timer) {
		board_store(&own->timer->kind, TIMER_FREE);
	} else {
		pthread_mutex_lock(&own->caller->mutex);
		own->caller->deleted = true;
		pthread_cond_signal(&own->caller->changed);
		pthread_mutex_unlock(&own->caller->mutex);
	}
	free_own_timer(own);
	return 0;
}
