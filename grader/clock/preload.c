/*
 * The thread's side of the clock: finding the board, waiting, taking turns.
 *
 * The calls that are replaced stand in the other preload_*.c, a family each.
 */
#define _GNU_SOURCE
#include "preload.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define load(pointer)         __atomic_load_n(pointer, __ATOMIC_SEQ_CST)
#define store(pointer, value) __atomic_store_n(pointer, value, __ATOMIC_SEQ_CST)

/* A thread whose grader was killed would sleep for ever: look after it now and then. */
static const struct timespec look_after = { .tv_sec = 2 };

/* Where a sleeper has no way to be woken, it looks by itself. */
static const struct timespec look_soon = { .tv_nsec = 1000000 };

static struct {
	enum { SETUP_NONE, SETUP_RUNNING, SETUP_DONE } setup;
	bool active;
	int first; /* descriptor */
	const struct clock_page *page;
	struct clock_slots *slots;
	struct process *process;
} clock_here;

/* Lives in a page that the kernel clears in a forked child, whoever made it and
 * however, but not in one made by vfork, which borrows its parent's memory. */
struct process {
	uint32_t id;
	uint32_t calls_kept;
	bool bells[1024]; /* descriptors from `first` on that are bells */
};

static __thread __attribute__((tls_model("initial-exec"))) struct {
	struct clock_slot *slot;
	uint32_t process; /* in which `slot` was claimed: a fork is another one */
	uint32_t thread;
	int bell; /* the end of a pipe that is read; 0: none yet, -1: there is to be none */
} here;

/* What this process has read as the time, last. */
static int64_t last_read;
static uint32_t reads_since_wait;

void *clock_next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

/* ------------------------------------------------------------------ set-up */

static void *map_descriptor(int own, int grader, int theirs, size_t size, int protection)
{
	char path[64];
	void *memory = mmap(NULL, size, protection, MAP_SHARED, own, 0);
	int again;

	if (memory != MAP_FAILED)
		return memory;
	/* Somebody closed it before exec. */
	snprintf(path, sizeof(path), "/proc/%d/fd/%d", grader, theirs);
	again = open(path, (protection & PROT_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
	if (again < 0)
		return NULL;
	memory = mmap(NULL, size, protection, MAP_SHARED, again, 0);
	close(again);
	return memory == MAP_FAILED ? NULL : memory;
}

static bool map_board(void)
{
	const char *where = getenv(CLOCK_VARIABLE);
	int grader, page, slots;

	if (!where || sscanf(where, CLOCK_VARIABLE_FORMAT, &clock_here.first, &grader,
			     &page, &slots) != 4)
		return false;
	clock_here.page = map_descriptor(clock_here.first + CLOCK_PAGE, grader, page,
					 sizeof(struct clock_page), PROT_READ);
	if (!clock_here.page || clock_here.page->magic != CLOCK_MAGIC)
		return false;
	clock_here.slots =
		map_descriptor(clock_here.first + CLOCK_SLOTS, grader, slots,
			       sizeof(struct clock_slots), PROT_READ | PROT_WRITE);
	return clock_here.slots;
}

static bool make_process(void)
{
	size_t size = (sizeof(struct process) + 4095) & ~(size_t)4095;
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		return false;
	madvise(memory, size, MADV_WIPEONFORK);
	clock_here.process = memory;
	return true;
}

static void set_up(void)
{
	int before = errno;

	clock_here.setup = SETUP_RUNNING;
	clock_here.active = make_process() && map_board() && !clock_here.page->only_watch;
	__atomic_store_n(&clock_here.setup, SETUP_DONE, __ATOMIC_RELEASE);
	errno = before;
}

/* Other libraries' constructors may come before ours. There are no threads yet
 * when the first of them runs. */
bool clock_active(void)
{
	if (__atomic_load_n(&clock_here.setup, __ATOMIC_ACQUIRE) == SETUP_NONE)
		set_up();
	return clock_here.active;
}

static bool is_run_output(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == 0 && S_ISFIFO(status.st_mode) &&
	       status.st_dev == clock_here.page->output_device &&
	       (status.st_ino == clock_here.page->output_inode[0] ||
		status.st_ino == clock_here.page->output_inode[1]);
}

__attribute__((constructor)) static void start(void)
{
	(void)clock_active();
	/* On a terminal a line is seen when it is printed. So it is here. */
	if (clock_here.page && is_run_output(STDOUT_FILENO))
		setvbuf(stdout, NULL, _IOLBF, 0);
	/* A child begins when its parent has nothing more to do; and a clock that is to
	 * flow does so from the moment when the first process is let go on. */
	if (clock_here.slots)
		clock_turn();
}

/* ------------------------------------------------------------ reading time */

static int64_t machine_time(void)
{
	struct timespec time;

	NEXT(clock_gettime)(CLOCK_MONOTONIC, &time);
	return nanoseconds_of(&time);
}

bool clock_flows(void)
{
	double speed;

	__atomic_load(&clock_here.page->speed, &speed, __ATOMIC_RELAXED);
	return speed != 0;
}

static int64_t page_time(void)
{
	const struct clock_page *page = clock_here.page;

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
	int64_t time = page_time();
	int64_t last = __atomic_load_n(&last_read, __ATOMIC_RELAXED);

	return time > last ? time : last;
}

/* How long a read takes: a program that does nothing else waits for something. */
#define READS_BEFORE_SPIN  2000
#define READ_WHEN_SPINNING 1000
#define SPIN_UNTIL_WAIT    1000000

int64_t clock_read(void)
{
	int before = errno;
	int64_t base = page_time();
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
	/* Let the others come along. */
	if (!flows && time - base > SPIN_UNTIL_WAIT) {
		clock_sleep_until(time, NULL);
		__atomic_store_n(&reads_since_wait, READS_BEFORE_SPIN, __ATOMIC_RELAXED);
	}
	errno = before;
	return time;
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

/* ------------------------------------------------------------------- slots */

struct clock_slots *clock_board(void)
{
	return clock_here.slots;
}

uint32_t clock_process(void)
{
	struct process *process = clock_here.process;

	if (!process->id)
		process->id = (uint32_t)getpid();
	return process->id;
}

/* NOLINTNEXTLINE(readability-non-const-parameter): an atomic write */
static void raise_used(uint32_t *used, uint32_t to)
{
	uint32_t before = load(used);

	while (before < to &&
	       !__atomic_compare_exchange_n(used, &before, to, false, __ATOMIC_SEQ_CST,
					    __ATOMIC_SEQ_CST))
		;
}

static struct clock_slot *claim_slot(uint32_t thread)
{
	for (uint32_t i = 0; i < CLOCK_SLOT_COUNT; i++) {
		struct clock_slot *slot = &clock_here.slots->slots[i];
		uint32_t owner = load(&slot->owner);

		/* One of our own was left by the program that we were before exec. */
		if (owner != thread &&
		    (owner != 0 ||
		     !__atomic_compare_exchange_n(&slot->owner, &owner, thread, false,
						  __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)))
			continue;
		store(&slot->state, SLOT_RUNNING);
		slot->process = clock_process();
		raise_used(&clock_here.slots->used, i + 1);
		return slot;
	}
	return NULL;
}

/* The number may be used for something else from now on. */
static void lose_bell(void)
{
	int index = here.bell - clock_here.first;

	if (index >= 0 && index < 1024)
		clock_here.process->bells[index] = false;
}

/* This thread's slot; NULL: all are taken. */
static struct clock_slot *own_slot(void)
{
	uint32_t process = clock_process();

	if (here.slot && here.process == process &&
	    load(&here.slot->owner) == here.thread)
		return here.slot;
	/* A bell goes with its slot. */
	if (here.bell > 0 && here.process == process)
		lose_bell();
	if (here.bell > 0)
		syscall(SYS_close, here.bell);
	here.bell = 0;
	here.process = process;
	here.thread = (uint32_t)syscall(SYS_gettid);
	here.slot = claim_slot(here.thread);
	return here.slot;
}

void clock_ring(void)
{
	static const uint64_t once = 1;

	/* Should the bell be closed, the grader comes by on its own. */
	syscall(SYS_write, clock_here.first + CLOCK_BELL, &once, sizeof(once));
}

/* ------------------------------------------------------------------- bells */

int clock_first_descriptor(void)
{
	return clock_here.first;
}

bool clock_owns_descriptor(int descriptor)
{
	int index = descriptor - clock_here.first;

	if (!clock_active() || index < 0 || index >= 1024)
		return false;
	return index < CLOCK_DESCRIPTORS || clock_here.process->bells[index];
}

bool clock_send_descriptor(int descriptor, bool is_timer, uint32_t index)
{
	struct clock_message message = { .is_timer = is_timer, .index = index };
	struct iovec part = { &message, sizeof(message) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct msghdr parcel = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room),
	};

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
	return syscall(SYS_sendmsg, clock_here.first + CLOCK_CHANNEL, &parcel,
		       MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

static int move_up(int descriptor)
{
	int high = (int)syscall(SYS_fcntl, descriptor, F_DUPFD_CLOEXEC,
				clock_here.first + CLOCK_DESCRIPTORS);

	syscall(SYS_close, descriptor);
	return high;
}

/* This thread's bell; -1: it has none, and must look by itself. A pipe: the grader
 * opens our end anew, and can so ring without ever being held up, whatever we do to
 * the one that it was sent. */
static int own_bell(struct clock_slot *slot)
{
	int ends[2], high;
	bool sent;

	if (here.bell)
		return here.bell;
	if (syscall(SYS_pipe2, ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	sent = clock_send_descriptor(ends[1], false,
				     (uint32_t)(slot - clock_here.slots->slots));
	syscall(SYS_close, ends[1]);
	high = move_up(ends[0]);
	if (high < 0)
		return -1;
	if (!sent) {
		syscall(SYS_close, high);
		return -1;
	}
	if (high - clock_here.first < 1024)
		clock_here.process->bells[high - clock_here.first] = true;
	here.bell = high;
	return high;
}

static void drain_bell(void)
{
	char byte;

	if (here.bell > 0)
		syscall(SYS_read, here.bell, &byte, sizeof(byte));
}

/* From now on this thread looks by itself. */
static void give_up_bell(void)
{
	lose_bell();
	syscall(SYS_close, here.bell);
	here.bell = -1;
}

/* ----------------------------------------------------------------- waiting */

struct own_object {
	uintptr_t base;
	const char *name;
};

/* The file that holds the code. Takes no lock: we may be in a signal handler. */
static struct own_object object_of(const void *code)
{
	struct dl_find_object found;

	if (_dl_find_object((void *)(uintptr_t)code, &found) != 0 || !found.dlfo_link_map)
		return (struct own_object){ 0, "" };
	return (struct own_object){ found.dlfo_link_map->l_addr,
				    found.dlfo_link_map->l_name };
}

static void write_call(struct clock_slot *slot, const struct call *call)
{
	struct own_object object;

	slot->call = CALL_NONE;
	if (!call || clock_here.process->calls_kept >= CLOCK_CALLS_KEPT)
		return;
	clock_here.process->calls_kept++;
	object = object_of(call->caller);
	slot->duration = call->duration;
	slot->offset = (uintptr_t)call->caller - object.base;
	strncpy(slot->object, object.name, sizeof(slot->object) - 1);
	slot->call = call->name;
}

static uint32_t announce(struct clock_slot *slot, enum clock_state state,
			 enum clock_sleep sleep, int64_t deadline)
{
	uint32_t ticket = slot->ticket + 1;

	slot->deadline = deadline;
	slot->sleep = sleep;
	slot->ticket = ticket;
	store(&slot->state, state);
	return ticket;
}

void clock_look_after_grader(void)
{
	struct pollfd channel = { .fd = clock_here.first + CLOCK_CHANNEL };

	if (syscall(SYS_ppoll, &channel, 1, &(struct timespec){ 0 }, NULL, 0) == 1 &&
	    channel.revents & POLLHUP)
		_exit(127);
}

static void withdraw(void *slot)
{
	store(&((struct clock_slot *)slot)->state, SLOT_RUNNING);
}

/* A system call that a pthread_cancel may end; the slot is then put in order. */
static long cancellable(struct clock_slot *slot, long number, long a, long b, long c,
			long d, long e, long f)
{
	int type;
	long result;

	pthread_cleanup_push(withdraw, slot);
	pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type);
	result = syscall(number, a, b, c, d, e, f);
	pthread_setcanceltype(type, NULL);
	pthread_cleanup_pop(0);
	return result;
}

enum slot_end { SLOT_END_GRANTED, SLOT_END_SIGNAL, SLOT_END_LOST };

/* Sleeps on the slot for as long as it stands at `state`. A signal handler that
 * waits uses the same slot: then what we announced is lost. */
static enum slot_end sleep_on_slot(struct clock_slot *slot, uint32_t state,
				   uint32_t ticket)
{
	for (;;) {
		if (slot->ticket != ticket)
			return SLOT_END_LOST;
		if (load(&slot->state) != state)
			return load(&slot->state) == SLOT_GRANTED ? SLOT_END_GRANTED
								  : SLOT_END_LOST;
		if (cancellable(slot, SYS_futex, (long)&slot->state, FUTEX_WAIT, state,
				(long)&look_after, 0, 0) == 0)
			continue;
		if (errno == EINTR && load(&slot->state) == state &&
		    slot->ticket == ticket)
			return SLOT_END_SIGNAL;
		if (errno == ETIMEDOUT)
			clock_look_after_grader();
	}
}

static void take_turn(struct clock_slot *slot)
{
	enum slot_end end;

	do {
		uint32_t ticket = announce(slot, SLOT_READY, SLEEP_ON_SLOT, CLOCK_NEVER);

		clock_ring();
		do
			end = sleep_on_slot(slot, SLOT_READY, ticket);
		while (end == SLOT_END_SIGNAL);
	} while (end == SLOT_END_LOST);
	store(&slot->state, SLOT_RUNNING);
}

void clock_turn(void)
{
	int before = errno;
	struct clock_slot *slot;

	if (clock_flows())
		return;
	slot = own_slot();
	if (slot)
		take_turn(slot);
	errno = before;
}

/* The thread was woken by something other than the clock. */
static void stop_waiting(struct clock_slot *slot)
{
	if (clock_flows())
		store(&slot->state, SLOT_RUNNING);
	else
		take_turn(slot);
}

/* No slot is free: the clock is read until it has come far enough. */
static enum wait_end wait_without_slot(int64_t deadline)
{
	while (page_time() < deadline)
		if (syscall(SYS_nanosleep, &look_soon, NULL) != 0)
			return WAIT_SIGNAL;
	return WAIT_TIME;
}

/* One of too many, that waits for something besides: looks in vain, and says so to
 * its caller. */
static enum wait_end look_without_slot(void)
{
	return wait_without_slot(clock_now() + 1) == WAIT_SIGNAL ? WAIT_SIGNAL
								 : WAIT_EVENT;
}

enum wait_end clock_sleep_until(int64_t deadline, const struct call *call)
{
	struct clock_slot *slot = own_slot();
	uint32_t ticket;

	__atomic_store_n(&reads_since_wait, 0, __ATOMIC_RELAXED);
	if (!slot)
		return wait_without_slot(deadline);
	for (;;) {
		if (deadline <= page_time())
			return WAIT_TIME;
		write_call(slot, call);
		call = NULL;
		ticket = announce(slot, SLOT_WAITING, SLEEP_ON_SLOT, deadline);
		clock_ring();
		switch (sleep_on_slot(slot, SLOT_WAITING, ticket)) {
		case SLOT_END_GRANTED:
			store(&slot->state, SLOT_RUNNING);
			return WAIT_TIME;
		case SLOT_END_SIGNAL: stop_waiting(slot); return WAIT_SIGNAL;
		case SLOT_END_LOST: return WAIT_SIGNAL;
		}
	}
}

/* One look at the descriptors, or a sleep on them. */
static int poll_once(struct clock_slot *slot, struct pollfd *descriptors, unsigned count,
		     const sigset_t *mask, const struct timespec *longest)
{
	struct timespec timeout = *longest; /* the kernel writes there */

	return (int)cancellable(slot, SYS_ppoll, (long)descriptors, count, (long)&timeout,
				(long)mask, 8, 0);
}

enum wait_end clock_poll_until(struct pollfd *descriptors, unsigned count,
			       const sigset_t *mask, int64_t deadline)
{
	struct clock_slot *slot = own_slot();

	__atomic_store_n(&reads_since_wait, 0, __ATOMIC_RELAXED);
	if (!slot)
		return look_without_slot();
	for (;;) {
		int bell = own_bell(slot);
		uint32_t ticket =
			announce(slot, SLOT_WAITING,
				 bell < 0 ? SLEEP_ON_SLOT : SLEEP_ON_BELL, deadline);
		int found, reason;

		slot->call = CALL_NONE;
		clock_ring();
		do {
			descriptors[count] =
				(struct pollfd){ .fd = bell, .events = POLLIN };
			found = poll_once(slot, descriptors, count + 1, mask,
					  bell < 0 ? &look_soon : &look_after);
			reason = errno;
			if (found == 0 && bell >= 0)
				clock_look_after_grader();
		} while (found == 0 && load(&slot->state) == SLOT_WAITING &&
			 slot->ticket == ticket);
		if (slot->ticket == ticket && load(&slot->state) == SLOT_GRANTED) {
			bool bell_alone = found == 1 && descriptors[count].revents;

			drain_bell();
			store(&slot->state, SLOT_RUNNING);
			return bell_alone ? WAIT_TIME : WAIT_EVENT;
		}
		if (found < 0) {
			stop_waiting(slot);
			errno = reason;
			return WAIT_SIGNAL;
		}
		if (descriptors[count].revents & POLLNVAL) { /* the program closed it */
			lose_bell();
			here.bell = 0;
		} else if (descriptors[count].revents & POLLHUP) { /* the grader did */
			clock_look_after_grader();
			give_up_bell();
		} else if (descriptors[count].revents)
			drain_bell();
		if (found > (descriptors[count].revents != 0)) {
			stop_waiting(slot);
			return WAIT_EVENT;
		}
	}
}

/* Two words at once, where the kernel can; else one of them again and again. */
static long sleep_on_two(struct clock_slot *slot, uint32_t *word, uint32_t value,
			 bool private)
{
	struct futex_waitv words[2] = {
		{ .uaddr = (uintptr_t)word,
		  .val = value,
		  .flags = FUTEX_32 | (private ? FUTEX_PRIVATE_FLAG : 0) },
		{ .uaddr = (uintptr_t)&slot->state,
		  .val = SLOT_WAITING,
		  .flags = FUTEX_32 },
	};
	struct timespec until;
	long result;

	NEXT(clock_gettime)(CLOCK_MONOTONIC, &until);
	until.tv_sec += look_after.tv_sec;
	result = cancellable(slot, SYS_futex_waitv, (long)words, 2, 0, (long)&until,
			     CLOCK_MONOTONIC, 0);
	if (result < 0 && (errno == ENOSYS || errno == EPERM))
		result = cancellable(slot, SYS_futex, (long)word,
				     private ? FUTEX_WAIT_PRIVATE : FUTEX_WAIT, value,
				     (long)&look_soon, 0, 0);
	return result;
}

enum wait_end clock_futex_until(uint32_t *word, uint32_t value, bool private,
				int64_t deadline)
{
	struct clock_slot *slot = own_slot();
	uint32_t ticket;
	int reason = 0;

	__atomic_store_n(&reads_since_wait, 0, __ATOMIC_RELAXED);
	if (!slot)
		return look_without_slot();
	slot->call = CALL_NONE;
	ticket = announce(slot, SLOT_WAITING, SLEEP_ON_SLOT, deadline);
	clock_ring();
	while (load(&slot->state) == SLOT_WAITING && slot->ticket == ticket &&
	       load(word) == value) {
		long result = sleep_on_two(slot, word, value, private);

		reason = result < 0 ? errno : 0;
		if (reason != ETIMEDOUT)
			break;
		clock_look_after_grader();
	}
	/* A wake-up that was used is an event, though the time had come as well. */
	if (slot->ticket == ticket && load(&slot->state) == SLOT_GRANTED) {
		store(&slot->state, SLOT_RUNNING);
		return load(word) == value ? WAIT_TIME : WAIT_EVENT;
	}
	stop_waiting(slot);
	return reason == EINTR ? WAIT_SIGNAL : WAIT_EVENT;
}

enum wait_end clock_try_until(bool (*attempt)(void *context), void *context,
			      int64_t deadline)
{
	struct clock_slot *slot = own_slot();
	uint32_t ticket;
	bool done;

	__atomic_store_n(&reads_since_wait, 0, __ATOMIC_RELAXED);
	if (!slot) {
		while (!(done = attempt(context)) && page_time() < deadline)
			;
		return done ? WAIT_EVENT : WAIT_TIME;
	}
	slot->call = CALL_NONE;
	ticket = announce(slot, SLOT_WAITING, SLEEP_ON_SLOT, deadline);
	clock_ring();
	do
		done = attempt(context);
	while (!done && load(&slot->state) == SLOT_WAITING && slot->ticket == ticket);
	if (!done) {
		store(&slot->state, SLOT_RUNNING);
		return WAIT_TIME;
	}
	stop_waiting(slot);
	return WAIT_EVENT;
}
