#define _GNU_SOURCE
#include "clock/coordinator.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/memfd.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "clock/quiescence.h"
#include "clock/thread_wait.h"
#include "clock/tree_usage.h"
#include "text/memory.h"
#include "text/text.h"

#define load(pointer) __atomic_load_n(pointer, __ATOMIC_SEQ_CST)

/* Blocking calls that are kept, of all processes together. */
#define CALLS_KEPT 4096

/* Deadlines this close together are one moment, as they are to Linux with its
 * timer slack. A nanosecond that it took to read the clock is not to decide who
 * comes first. */
#define SLACK 50000

/* A program that waits for its child without sleeping gets its child run after
 * that much processor time, in ticks. Not after real time: on a busy machine that
 * would be a matter of chance. */
#define TICKS_WITHOUT_SLEEP 10

/* How long it may take one who looks by himself to see that he may go on. */
#define LONGEST_NOTICE 50000000

/* How long it may take a program to be loaded, on a clock that flows. */
#define LONGEST_START NANOSECONDS_PER_SECOND

/* Slots and timers are numbered together, timers behind slots. */
#define PARTICIPANT_COUNT (CLOCK_SLOT_COUNT + CLOCK_TIMER_COUNT)
#define NOBODY            PARTICIPANT_COUNT

/* A timerfd that was not read counts its expirations; it does so because it is
 * given a first one that lies so many of these in the past. */
#define FAR_INTERVAL 86400

/* What we know of a slot or timer besides what stands in it. */
struct participant {
	uint32_t owner; /* as it stood there when the thread was looked up */
	size_t thread;  /* index in the tree; valid as long as tree_version holds */
	bool found;
	uint32_t ticket;      /* the wait that `order` was given for */
	uint64_t order;       /* in which this wait was first seen */
	int bell;             /* what it sent: a pipe, or a timerfd; or -1 */
	uint64_t expirations; /* of a timerfd, that were not read when it last went off */
};

struct coordinator {
	struct coordinator_request request;
	struct clock_page *page;
	struct clock_slots *slots;
	int descriptors[CLOCK_DESCRIPTORS]; /* those that the program inherits */
	int channel;                        /* our end */
	struct process_tree *tree;
	uint64_t tree_version; /* for which participants were looked up */
	uint64_t next_order;
	uint64_t advances;
	nanoseconds now; /* as long as it does not flow */
	nanoseconds
		moved_at; /* real: when the last one was woken, or time began to flow */
	bool flows;
	bool is_starting; /* it will flow as soon as the program has begun */
	double speed;
	bool network_is_watched;
	bool somebody_is_kept;    /* from his turn, by one who is awake, since: */
	unsigned long kept_since; /* in ticks of the tree's processor time */
	bool time_is_real;
	char *unreached;
	struct blocking_call *calls;
	size_t call_count, call_capacity;
	struct participant participants[PARTICIPANT_COUNT];
};

static nanoseconds machine_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

/* ---------------------------------------------------------------- the board */

static void *make_memory(const char *name, size_t size, int *descriptor)
{
	void *memory;

	*descriptor = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*descriptor < 0 || ftruncate(*descriptor, (off_t)size) != 0)
		return NULL;
	memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, *descriptor, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

/* Our own mapping of the page was made before the seal, and stays writable. */
static bool make_board(struct coordinator *clock)
{
	static const int size_seals = F_SEAL_SHRINK | F_SEAL_GROW;
	int ends[2];

	clock->page = make_memory("course-clock", sizeof(*clock->page),
				  &clock->descriptors[CLOCK_PAGE]);
	clock->slots = make_memory("course-slots", sizeof(*clock->slots),
				   &clock->descriptors[CLOCK_SLOTS]);
	clock->descriptors[CLOCK_BELL] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (!clock->page || !clock->slots || clock->descriptors[CLOCK_BELL] < 0)
		return false;
	if (fcntl(clock->descriptors[CLOCK_PAGE], F_ADD_SEALS,
		  size_seals | F_SEAL_FUTURE_WRITE | F_SEAL_SEAL) != 0 ||
	    fcntl(clock->descriptors[CLOCK_SLOTS], F_ADD_SEALS,
		  size_seals | F_SEAL_SEAL) != 0)
		return false;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) !=
	    0)
		return false;
	clock->channel = ends[0];
	clock->descriptors[CLOCK_CHANNEL] = ends[1];
	return true;
}

static void publish(struct coordinator *clock, nanoseconds base, nanoseconds origin,
		    double speed)
{
	struct clock_page *page = clock->page;

	__atomic_store_n(&page->version, page->version + 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
	__atomic_store_n(&page->base, base, __ATOMIC_RELAXED);
	__atomic_store_n(&page->origin, origin, __ATOMIC_RELAXED);
	__atomic_store(&page->speed, &speed, __ATOMIC_RELAXED);
	__atomic_store_n(&page->version, page->version + 1, __ATOMIC_RELEASE);
}

static void fill_page(struct coordinator *clock)
{
	struct clock_page *page = clock->page;

	page->magic = CLOCK_MAGIC;
	page->only_watch = clock->request.mode == CLOCK_REAL;
	for (int i = 0; i < 2; i++) {
		struct stat status;

		if (fstat(clock->request.outputs[i], &status) != 0)
			continue;
		page->output_device = status.st_dev;
		page->output_inode[i] = status.st_ino;
	}
}

struct coordinator *coordinator_new(const struct coordinator_request *request,
				    char **error)
{
	struct coordinator *clock = memory_new(1, sizeof(*clock));

	clock->request = *request;
	clock->channel = -1;
	for (int i = 0; i < CLOCK_DESCRIPTORS; i++)
		clock->descriptors[i] = -1;
	for (int i = 0; i < PARTICIPANT_COUNT; i++)
		clock->participants[i].bell = -1;
	if (!make_board(clock)) {
		text_error(error, "cannot make the clock: %s", strerror(errno));
		coordinator_free(clock);
		return NULL;
	}
	fill_page(clock);
	return clock;
}

static void close_all(int *descriptors, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (descriptors[i] >= 0)
			close(descriptors[i]);
}

void coordinator_free(struct coordinator *clock)
{
	if (!clock)
		return;
	close_all(clock->descriptors, CLOCK_DESCRIPTORS);
	close_all(&clock->channel, 1);
	for (size_t i = 0; i < PARTICIPANT_COUNT; i++)
		close_all(&clock->participants[i].bell, 1);
	if (clock->page)
		munmap(clock->page, sizeof(*clock->page));
	if (clock->slots)
		munmap(clock->slots, sizeof(*clock->slots));
	for (size_t i = 0; i < clock->call_count; i++) {
		free(clock->calls[i].program);
		free(clock->calls[i].object);
	}
	free(clock->calls);
	free(clock->unreached);
	free(clock);
}

int coordinator_descriptor(const struct coordinator *clock, enum clock_descriptor which)
{
	return which == CLOCK_DESCRIPTORS ? clock->channel : clock->descriptors[which];
}

char *coordinator_variable(const struct coordinator *clock, int first)
{
	return text_format(CLOCK_VARIABLE "=" CLOCK_VARIABLE_FORMAT, first, (int)getpid(),
			   clock->descriptors[CLOCK_PAGE],
			   clock->descriptors[CLOCK_SLOTS]);
}

/* --------------------------------------------------------------------- time */

static void flow(struct coordinator *clock, double speed)
{
	clock->is_starting = false;
	clock->flows = true;
	clock->speed = speed;
	publish(clock, clock->now, clock->moved_at, speed);
}

void coordinator_begin(struct coordinator *clock, struct process_tree *tree,
		       nanoseconds launched)
{
	clock->tree = tree;
	clock->tree_version = tree->version - 1;
	clock->moved_at = launched;
	clock->speed = clock->request.mode == CLOCK_SCALED ? clock->request.speed : 1;
	clock->is_starting = clock->request.mode != CLOCK_VIRTUAL;
}

void coordinator_has_begun(struct coordinator *clock)
{
	if (clock->is_starting)
		flow(clock, clock->speed);
}

nanoseconds coordinator_now(const struct coordinator *clock)
{
	if (!clock->flows && !clock->is_starting)
		return clock->now;
	return clock->now +
	       (nanoseconds)((double)(machine_time() - clock->moved_at) * clock->speed);
}

bool coordinator_is_real(const struct coordinator *clock)
{
	return clock->time_is_real;
}

/* ------------------------------------------------------------- participants */

static bool is_timer(uint32_t index)
{
	return index >= CLOCK_SLOT_COUNT;
}

static struct clock_slot *slot_of(const struct coordinator *clock, uint32_t index)
{
	return &clock->slots->slots[index];
}

static struct clock_timer *timer_of(const struct coordinator *clock, uint32_t index)
{
	return &clock->slots->timers[index - CLOCK_SLOT_COUNT];
}

/* The first one, and the one after; NOBODY: there is no other. The board says how
 * many there are, and is not trusted. */
static uint32_t next_used(const struct coordinator *clock, uint32_t index)
{
	uint32_t slots = load(&clock->slots->used);
	uint32_t timers = load(&clock->slots->timers_used);

	index++;
	if (index < CLOCK_SLOT_COUNT && index >= slots)
		index = CLOCK_SLOT_COUNT;
	if (is_timer(index) && index - CLOCK_SLOT_COUNT >= timers)
		index = NOBODY;
	return index < NOBODY ? index : NOBODY;
}

#define FOR_EACH_USED(clock, index)                                                      \
	for (uint32_t index = next_used(clock, UINT32_MAX); index < NOBODY;              \
	     index = next_used(clock, index))

static uint32_t owner_of(const struct coordinator *clock, uint32_t index)
{
	if (!is_timer(index))
		return load(&slot_of(clock, index)->owner);
	return load(&timer_of(clock, index)->kind) == TIMER_FREE
		       ? 0
		       : load(&timer_of(clock, index)->process);
}

static uint32_t ticket_of(const struct coordinator *clock, uint32_t index)
{
	return is_timer(index) ? load(&timer_of(clock, index)->ticket)
			       : load(&slot_of(clock, index)->ticket);
}

static void drop_bell(struct participant *participant)
{
	close_all(&participant->bell, 1);
	participant->bell = -1;
}

/* Its thread, or process, is gone. */
static void release(struct coordinator *clock, uint32_t index)
{
	drop_bell(&clock->participants[index]);
	if (is_timer(index)) {
		__atomic_store_n(&timer_of(clock, index)->kind, TIMER_FREE,
				 __ATOMIC_SEQ_CST);
		return;
	}
	__atomic_store_n(&slot_of(clock, index)->state, SLOT_RUNNING, __ATOMIC_SEQ_CST);
	__atomic_store_n(&slot_of(clock, index)->owner, 0, __ATOMIC_SEQ_CST);
}

/* `complete`: who is not found is gone. */
static void look_up(struct coordinator *clock, uint32_t index, bool complete)
{
	struct participant *participant = &clock->participants[index];
	uint32_t owner = owner_of(clock, index);
	struct tree_thread *thread = owner ? tree_find(clock->tree, owner) : NULL;

	participant->owner = owner;
	participant->found = thread;
	if (thread) {
		participant->thread = (size_t)(thread - clock->tree->threads);
		clock->tree->processes[thread->process].reached = true;
	} else {
		if (owner && complete)
			release(clock, index);
		participant->owner = 0;
	}
}

/* While all are asleep the tree is completely known; otherwise somebody may have
 * come up whom we have not seen yet. True: all were found. */
static bool look_up_all(struct coordinator *clock, bool complete)
{
	bool again = clock->tree_version != clock->tree->version;
	bool all = true;

	FOR_EACH_USED (clock, i) {
		if (again || clock->participants[i].owner != owner_of(clock, i))
			look_up(clock, i, complete);
		all &= clock->participants[i].found || !owner_of(clock, i);
	}
	clock->tree_version = clock->tree->version;
	return all;
}

static struct tree_thread *thread_of(const struct coordinator *clock, uint32_t index)
{
	return &clock->tree->threads[clock->participants[index].thread];
}

/* ----------------------------------------------------------- blocking calls */

static const char *const call_names[CALL_COUNT] = {
	[CALL_SLEEP] = "sleep",           [CALL_USLEEP] = "usleep",
	[CALL_NANOSLEEP] = "nanosleep",   [CALL_CLOCK_NANOSLEEP] = "clock_nanosleep",
	[CALL_THRD_SLEEP] = "thrd_sleep", [CALL_POLL] = "poll",
	[CALL_SELECT] = "select",
};

static void keep_call(struct coordinator *clock, uint32_t index)
{
	struct clock_slot *slot = slot_of(clock, index);
	uint32_t name = load(&slot->call);
	pid_t process;
	char object[CLOCK_OBJECT_BYTES];
	struct blocking_call *call;

	if (name == CALL_NONE || name >= CALL_COUNT || clock->call_count >= CALLS_KEPT)
		return;
	if (clock->call_count == clock->call_capacity) {
		clock->call_capacity =
			clock->call_capacity ? clock->call_capacity * 2 : 16;
		clock->calls = memory_resize(clock->calls, clock->call_capacity,
					     sizeof(*clock->calls));
	}
	/* The program may go on writing there. */
	memcpy(object, slot->object, sizeof(object));
	object[sizeof(object) - 1] = '\0';
	process = clock->tree->processes[thread_of(clock, index)->process].id;
	call = &clock->calls[clock->call_count++];
	*call = (struct blocking_call){
		.name = call_names[name],
		.process = process,
		.main_thread = thread_of(clock, index)->id == process,
		.program = tree_program(process),
		.at = coordinator_now(clock),
		.duration = slot->duration,
		.offset = (uintptr_t)slot->offset,
	};
	if (object[0])
		call->object = memory_copy_text(object);
	else if (call->program)
		call->object = memory_copy_text(call->program);
}

/* The oldest thread with a wait that was not seen yet. */
static uint32_t find_new_wait(const struct coordinator *clock)
{
	uint32_t oldest = NOBODY;

	FOR_EACH_USED (clock, i) {
		if (!clock->participants[i].found ||
		    clock->participants[i].ticket == ticket_of(clock, i))
			continue;
		if (oldest == NOBODY ||
		    thread_of(clock, i)->order < thread_of(clock, oldest)->order)
			oldest = i;
	}
	return oldest;
}

/* Numbers the waits that are new, those of one moment by the age of their thread:
 * in which order they came is for the kernel's scheduler to say, and so by chance. */
static void number_waits(struct coordinator *clock)
{
	uint32_t index;

	/* No more often than there are waits: somebody may be writing all the time. */
	for (int i = 0; i < PARTICIPANT_COUNT; i++) {
		index = find_new_wait(clock);
		if (index == NOBODY)
			return;
		clock->participants[index].ticket = ticket_of(clock, index);
		clock->participants[index].order = clock->next_order++;
		if (!is_timer(index) &&
		    load(&slot_of(clock, index)->state) == SLOT_WAITING)
			keep_call(clock, index);
	}
}

/* ------------------------------------------------------------------- waking */

static void wake_word(uint32_t *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* False: it was no longer in that state. */
static bool grant(struct coordinator *clock, uint32_t index, uint32_t state)
{
	struct clock_slot *slot = slot_of(clock, index);
	uint32_t sleep = load(&slot->sleep);
	ssize_t rung;

	if (sleep == SLEEP_ON_BELL && clock->participants[index].bell < 0)
		coordinator_receive(clock);
	if (!__atomic_compare_exchange_n(&slot->state, &state, SLOT_GRANTED, false,
					 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return false;
	if (state == SLOT_WAITING && sleep == SLEEP_ON_BELL) {
		rung = write(clock->participants[index].bell, "", 1);
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

static void expire(struct coordinator *clock, uint32_t index)
{
	struct clock_timer *timer = timer_of(clock, index);
	const struct tree_thread *thread = thread_of(clock, index);
	pid_t process = clock->tree->processes[thread->process].id;
	int signal = load(&timer->signal);
	siginfo_t information = { .si_code = SI_TIMER };

	switch (load(&timer->kind)) {
	case TIMER_ALARM: kill(process, SIGALRM); break;
	case TIMER_SIGNAL:
		if (signal <= 0 || signal > SIGRTMAX)
			break;
		information.si_signo = signal;
		information.si_value.sival_ptr = (void *)(uintptr_t)load(&timer->value);
		if (load(&timer->thread) == 0)
			syscall(SYS_rt_sigqueueinfo, process, signal, &information);
		else if ((thread = tree_find(clock->tree, load(&timer->thread))))
			syscall(SYS_rt_tgsigqueueinfo, process, thread->id, signal,
				&information);
		break;
	case TIMER_DESCRIPTOR:
		coordinator_receive(clock);
		expire_descriptor(&clock->participants[index]);
		break;
	default: break;
	}
}

/* Sets it again, if it repeats, and off. */
static bool fire(struct coordinator *clock, uint32_t index)
{
	struct clock_timer *timer = timer_of(clock, index);
	int64_t interval = load(&timer->interval);
	int64_t deadline = load(&timer->deadline);
	int64_t next;

	if (interval <= 0 || __builtin_add_overflow(deadline, interval, &next))
		next = CLOCK_NEVER;
	if (!__atomic_compare_exchange_n(&timer->deadline, &deadline, next, false,
					 __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
		return false;
	clock->participants[index].order = clock->next_order++;
	expire(clock, index);
	return true;
}

static bool wake(struct coordinator *clock, uint32_t index)
{
	if (!clock->flows)
		clock->moved_at = machine_time();
	return is_timer(index) ? fire(clock, index) : grant(clock, index, SLOT_WAITING);
}

/* When it wants to be woken: at once, at some time, or never. */
static int64_t deadline_in(const struct coordinator *clock, uint32_t index,
			   uint32_t state)
{
	int64_t deadline;

	if (!clock->participants[index].found)
		return CLOCK_NEVER;
	if (is_timer(index)) {
		if (state != SLOT_WAITING ||
		    load(&timer_of(clock, index)->kind) <= TIMER_CLAIMED)
			return CLOCK_NEVER;
		deadline = load(&timer_of(clock, index)->deadline);
	} else {
		if (load(&slot_of(clock, index)->state) != state)
			return CLOCK_NEVER;
		deadline =
			state == SLOT_READY ? 0 : load(&slot_of(clock, index)->deadline);
	}
	return deadline < 0 ? 0 : deadline;
}

/* Of those in that state, the one whose turn it is, or NOBODY. Who came first
 * goes first, unless his deadline is later by more than the slack. */
static uint32_t choose(struct coordinator *clock, uint32_t state)
{
	uint32_t best = NOBODY;
	int64_t earliest = CLOCK_NEVER;

	FOR_EACH_USED (clock, i) {
		int64_t deadline = deadline_in(clock, i, state);

		earliest = deadline < earliest ? deadline : earliest;
	}
	if (earliest == CLOCK_NEVER)
		return NOBODY;
	FOR_EACH_USED (clock, i) {
		int64_t deadline = deadline_in(clock, i, state);

		if (deadline != CLOCK_NEVER && deadline - earliest <= SLACK &&
		    (best == NOBODY ||
		     clock->participants[i].order < clock->participants[best].order))
			best = i;
	}
	return best;
}

static void advance(struct coordinator *clock, nanoseconds to)
{
	if (to <= clock->now)
		return;
	clock->now = to;
	clock->advances++;
	publish(clock, to, 0, 0);
}

/* --------------------------------------------------------------- unreachable */

static bool is_announced(const struct coordinator *clock, size_t thread)
{
	FOR_EACH_USED (clock, i)
		if (!is_timer(i) && clock->participants[i].found &&
		    clock->participants[i].thread == thread &&
		    load(&slot_of(clock, i)->state) != SLOT_RUNNING)
			return true;
	return false;
}

static void find_unreached(struct coordinator *clock, const struct tree_thread *thread)
{
	pid_t process = clock->tree->processes[thread->process].id;

	clock->time_is_real = true;
	if (!clock->unreached)
		clock->unreached = tree_program(process);
	flow(clock, 1);
}

/* Threads that sleep without having said so: in a read, or for a child, as a
 * rule. One that sleeps by the machine's clock makes all time real. False: not
 * all are asleep in our sense. */
static bool check_unannounced(struct coordinator *clock)
{
	for (size_t i = 0; i < clock->tree->thread_count; i++) {
		struct tree_thread *thread = &clock->tree->threads[i];

		if (is_announced(clock, i))
			continue;
		switch (tree_wait_of(clock->tree, thread)) {
		case WAIT_STARTING: return false;
		case WAIT_TIMED: find_unreached(clock, thread); return false;
		case WAIT_UNKNOWN:
			if (clock->tree->processes[thread->process].reached)
				break;
			find_unreached(clock, thread);
			return false;
		case WAIT_UNTIMED: break;
		}
	}
	return true;
}

/* -------------------------------------------------------------------- steps */

/* Somebody has been awake for long while another waits for his turn: now they
 * run side by side. */
static void help_who_spins(struct coordinator *clock)
{
	unsigned long ticks = tree_ticks(clock->tree);
	uint32_t ready;

	look_up_all(clock, false);
	ready = choose(clock, SLOT_READY);
	if (ready == NOBODY || !clock->somebody_is_kept) {
		clock->somebody_is_kept = ready != NOBODY;
		clock->kept_since = ticks;
	} else if (ticks >= clock->kept_since + TICKS_WITHOUT_SLEEP) {
		grant(clock, ready, SLOT_READY);
		clock->somebody_is_kept = false;
	}
}

/* Somebody was told to go on and has not noticed yet: he sleeps in something that
 * only he can end, and looks now and then. One who never looks again has left
 * his wait by a jump out of a signal handler. */
static bool is_somebody_due(struct coordinator *clock)
{
	if (machine_time() - clock->moved_at > LONGEST_NOTICE)
		return false;
	FOR_EACH_USED (clock, i)
		if (!is_timer(i) && clock->participants[i].found &&
		    load(&slot_of(clock, i)->state) == SLOT_GRANTED &&
		    thread_of(clock, i)->state == 'S')
			return true;
	return false;
}

/* All are asleep and all is read, and the board is up to date. */
static bool is_quiet(struct coordinator *clock)
{
	do {
		if (!tree_is_asleep(clock->tree)) {
			help_who_spins(clock);
			return false;
		}
	} while (clock->request.drain(clock->request.context));
	clock->somebody_is_kept = false;
	if (load(&clock->slots->network) && !clock->network_is_watched) {
		clock->network_is_watched = true;
		tree_watch_network(clock->tree);
		return false;
	}
	look_up_all(clock, true);
	if (is_somebody_due(clock))
		return false;
	number_waits(clock);
	return check_unannounced(clock);
}

/* The library holds the program back before its first instruction, and time flows from
 * the moment when it is let go on. If that does not come soon, or others come before,
 * the program is not reached: then from when it was launched. */
static enum coordinator_step step_starting(struct coordinator *clock)
{
	uint32_t ready;

	tree_look(clock->tree);
	look_up_all(clock, false);
	ready = choose(clock, SLOT_READY);
	if (ready == NOBODY && machine_time() - clock->moved_at < LONGEST_START)
		return STEP_BUSY;
	if (ready != NOBODY && thread_of(clock, ready)->id == clock->tree->root)
		clock->moved_at = machine_time();
	coordinator_has_begun(clock);
	return STEP_FLOWS;
}

static enum coordinator_step step_flowing(struct coordinator *clock)
{
	nanoseconds now = coordinator_now(clock);

	tree_look(clock->tree);
	if (!look_up_all(clock, false)) {
		/* Who was there before this look is seen by it. */
		tree_look(clock->tree);
		look_up_all(clock, true);
	}
	number_waits(clock);
	FOR_EACH_USED (clock, i) {
		if (deadline_in(clock, i, SLOT_READY) != CLOCK_NEVER)
			grant(clock, i, SLOT_READY);
		else if (deadline_in(clock, i, SLOT_WAITING) <= now)
			wake(clock, i);
	}
	return now >= clock->request.limit ? STEP_LIMIT : STEP_FLOWS;
}

nanoseconds coordinator_next(struct coordinator *clock)
{
	uint32_t next = choose(clock, SLOT_WAITING);
	nanoseconds left;

	if (next == NOBODY)
		return CLOCK_NEVER;
	left = deadline_in(clock, next, SLOT_WAITING);
	if (left == CLOCK_NEVER)
		return 0;
	left -= coordinator_now(clock);
	return left <= 0 ? 0 : (nanoseconds)((double)left / clock->speed) + 1;
}

enum coordinator_step coordinator_settle(struct coordinator *clock)
{
	uint32_t next;

	if (clock->flows || clock->is_starting)
		return STEP_IDLE;
	if (!is_quiet(clock))
		return STEP_BUSY;
	next = choose(clock, SLOT_READY);
	if (next == NOBODY)
		return STEP_IDLE;
	clock->moved_at = machine_time();
	return grant(clock, next, SLOT_READY) ? STEP_MOVED : STEP_BUSY;
}

enum coordinator_step coordinator_step(struct coordinator *clock)
{
	enum coordinator_step settled;
	uint32_t next;
	int64_t deadline;

	if (clock->is_starting && step_starting(clock) == STEP_BUSY)
		return STEP_BUSY;
	if (clock->flows)
		return step_flowing(clock);
	settled = coordinator_settle(clock);
	if (settled != STEP_IDLE)
		return settled;
	if (clock->tree->thread_count == 0)
		return STEP_BUSY;
	next = choose(clock, SLOT_WAITING);
	if (next == NOBODY)
		return clock->request.woken_from_outside ? STEP_IDLE : STEP_DEADLOCK;
	deadline = deadline_in(clock, next, SLOT_WAITING);
	if (deadline == CLOCK_NEVER) /* it has changed its mind: somebody is awake */
		return STEP_BUSY;
	if (deadline > clock->request.limit) {
		advance(clock, clock->request.limit);
		return STEP_LIMIT;
	}
	advance(clock, deadline);
	return wake(clock, next) ? STEP_MOVED : STEP_BUSY;
}

/* ------------------------------------------------------------------ channel */

/* The pipe as one of our own: whether a write may be held up is said by whoever has
 * opened it, and one who reads it too is never told by a signal that nobody does. */
static int open_again(int pipe)
{
	char path[32];
	int own;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", pipe);
	own = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	close(pipe);
	return own;
}

static void accept_bell(struct coordinator *clock, const struct clock_message *message,
			int descriptor)
{
	struct stat status;
	uint32_t index = message->index;

	if (index >= (message->is_timer ? CLOCK_TIMER_COUNT : CLOCK_SLOT_COUNT) ||
	    fstat(descriptor, &status) != 0 ||
	    (!message->is_timer && !S_ISFIFO(status.st_mode))) {
		close(descriptor);
		return;
	}
	index += message->is_timer ? CLOCK_SLOT_COUNT : 0;
	drop_bell(&clock->participants[index]);
	clock->participants[index].bell =
		message->is_timer ? descriptor : open_again(descriptor);
	clock->participants[index].expirations = 0;
}

static void close_received(struct msghdr *parcel)
{
	struct cmsghdr *part;

	for (part = CMSG_FIRSTHDR(parcel); part; part = CMSG_NXTHDR(parcel, part)) {
		size_t count = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
			continue;
		for (size_t i = 0; i < count; i++) {
			int descriptor;

			memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int),
			       sizeof(int));
			close(descriptor);
		}
	}
}

/* A datagram of the right size, with one descriptor, is taken; all else is dropped. */
static bool receive_one(struct coordinator *clock)
{
	struct clock_message message;
	struct iovec part = { &message, sizeof(message) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int) * 8)];
	} control;
	struct msghdr parcel = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.room,
		.msg_controllen = sizeof(control.room),
	};
	ssize_t length =
		recvmsg(clock->channel, &parcel, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	struct cmsghdr *first;
	int descriptor;

	if (length < 0)
		return false;
	first = CMSG_FIRSTHDR(&parcel);
	if (length != sizeof(message) || !first || first->cmsg_level != SOL_SOCKET ||
	    first->cmsg_type != SCM_RIGHTS || first->cmsg_len != CMSG_LEN(sizeof(int)) ||
	    parcel.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) {
		close_received(&parcel);
		return true;
	}
	memcpy(&descriptor, CMSG_DATA(first), sizeof(int));
	accept_bell(clock, &message, descriptor);
	return true;
}

void coordinator_receive(struct coordinator *clock)
{
	/* A flood is taken in portions. */
	for (int i = 0; i < 64; i++)
		if (!receive_one(clock))
			return;
}

/* ------------------------------------------------------------------- report */

void coordinator_report(struct coordinator *clock, struct program_result *result)
{
	result->ended_at = coordinator_now(clock);
	result->clock_start = clock->request.mode == CLOCK_REAL ? clock->moved_at
								: CLOCK_MONOTONIC_START;
	result->advances = clock->advances;
	result->time_is_real = clock->time_is_real;
	result->unreached = clock->unreached;
	result->blocking_calls = clock->calls;
	result->blocking_call_count = clock->call_count;
	clock->unreached = NULL;
	clock->calls = NULL;
	clock->call_count = 0;
}
