/*
 * Timers of POSIX: they send a signal, or call a function.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "preload_timer.h"

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
	own->timer = timer_claim();
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
		return timer_setting(own->timer);
	pthread_mutex_lock(&own->caller->mutex);
	like = (struct clock_timer){
		.deadline = own->caller->deadline,
		.interval = own->caller->interval,
	};
	pthread_mutex_unlock(&own->caller->mutex);
	return timer_setting(&like);
}

static void set_own(struct own_timer *own, int64_t deadline, int64_t interval)
{
	if (own->timer) {
		timer_set(own->timer, deadline, interval);
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
	set_own(own, timer_deadline(&value->it_value, flags & TIMER_ABSTIME, own->origin),
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
