#define _GNU_SOURCE
#include "clock/waking.h"

#include <limits.h>
#include <linux/futex.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "clock/channel.h"

/* A timerfd that was not read counts its expirations; it does so because it is
 * given a first one that lies so many of these in the past. */
#define FAR_INTERVAL 86400

static void wake_word(uint32_t *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

bool waking_grant(struct participants *all, uint32_t index, uint32_t state)
{
	struct clock_slot *slot = participant_slot(all, index);
	uint32_t sleep = board_load(&slot->sleep);
	ssize_t rung;

	if (sleep == SLEEP_ON_BELL && all->each[index].bell < 0)
		channel_receive(all);
	if (!__atomic_compare_exchange_n(&slot->state, &state, SLOT_GRANTED, false,
					 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return false;
	if (state == SLOT_WAITING && sleep == SLEEP_ON_BELL) {
		rung = write(all->each[index].bell, "", 1);
		(void)rung; /* full: it has been rung, and was not heard yet */
	} else {
		wake_word(&slot->state);
	}
	return true;
}

static bool is_readable(int file)
{
	struct pollfd one = { .fd = file, .events = POLLIN };

	return poll(&one, 1, 0) == 1 && one.revents & POLLIN;
}

/* Sets the program's timerfd to a time that has passed. What it was sent as is
 * not trusted: on anything else this fails, and does nothing. */
static void expire_descriptor(struct participant *participant)
{
	struct itimerspec past = { 0 };

	participant->expirations =
		is_readable(participant->bell) ? participant->expirations + 1 : 1;
	clock_gettime(CLOCK_REALTIME, &past.it_value);
	if (participant->expirations > 1) {
		past.it_interval.tv_sec = FAR_INTERVAL;
		past.it_value.tv_sec -=
			(time_t)(participant->expirations - 1) * FAR_INTERVAL;
	}
	if (timerfd_settime(participant->bell, TFD_TIMER_ABSTIME, &past, NULL) != 0)
		return;
	/* The processor's timer may need a moment to notice. */
	for (int i = 0; i < 1000 && !is_readable(participant->bell); i++)
		;
}

static void expire(struct participants *all, uint32_t index)
{
	struct clock_timer *timer = participant_timer(all, index);
	const struct tree_thread *thread;
	pid_t process = participant_process(all, index)->id;
	int signal = board_load(&timer->signal);
	siginfo_t information = { .si_code = SI_TIMER };

	switch (board_load(&timer->kind)) {
	case TIMER_ALARM: kill(process, SIGALRM); break;
	case TIMER_SIGNAL:
		if (signal <= 0 || signal > SIGRTMAX)
			break;
		information.si_signo = signal;
		information.si_value.sival_ptr =
			(void *)(uintptr_t)board_load(&timer->value);
		if (board_load(&timer->thread) == 0)
			syscall(SYS_rt_sigqueueinfo, process, signal, &information);
		else if ((thread = tree_find(all->tree, board_load(&timer->thread))))
			syscall(SYS_rt_tgsigqueueinfo, process, thread->id, signal,
				&information);
		break;
	case TIMER_DESCRIPTOR:
		channel_receive(all);
		expire_descriptor(&all->each[index]);
		break;
	default: break;
	}
}

bool waking_fire(struct participants *all, uint32_t index)
{
	struct clock_timer *timer = participant_timer(all, index);
	int64_t interval = board_load(&timer->interval);
	int64_t deadline = board_load(&timer->deadline);
	int64_t next;

	if (interval <= 0 || __builtin_add_overflow(deadline, interval, &next))
		next = CLOCK_NEVER;
	if (!__atomic_compare_exchange_n(&timer->deadline, &deadline, next, false,
					 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return false;
	participants_number_last(all, index);
	expire(all, index);
	return true;
}
