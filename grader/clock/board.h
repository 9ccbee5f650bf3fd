/*
 * The board: memory that the grader and the programs on its clock share.
 *
 * It has two halves. The *page* says what time it is; the grader writes it, and
 * it is sealed, so that nobody else can. On the *slots* the programs say what
 * they wait for. A program may write there what it likes, and the grader
 * believes none of it further than this: a thread that says it sleeps until T
 * is woken when the clock has come to T. Whether everything is asleep, which
 * process printed what, and when: that the grader asks the kernel.
 *
 * Times are virtual nanoseconds since the program was started.
 */
#ifndef COURSE_CLOCK_BOARD_H
#define COURSE_CLOCK_BOARD_H

#include <stdint.h>

#define CLOCK_NEVER INT64_MAX

/* What a program reads when it was just started. The same for each process, so
 * that time stamps are the same in every run. */
#define CLOCK_REALTIME_START                                                             \
	(INT64_C(1704067200) * 1000000000) /* 2024-01-01 00:00:00 UTC */
#define CLOCK_MONOTONIC_START (INT64_C(1000) * 1000000000)

/* The environment variable that tells a process where the board is: numbers of
 * inherited descriptors and, should those be closed, the grader's own. */
#define CLOCK_VARIABLE "COURSE_CLOCK"
/* The first inherited descriptor; the grader's process, its page and its slots. */
#define CLOCK_VARIABLE_FORMAT "%d,%d,%d,%d"

/* The descriptors that a process inherits, counted from the first. */
enum clock_descriptor {
	CLOCK_PAGE,
	CLOCK_SLOTS,
	CLOCK_BELL,    /* an eventfd: «look at the slots» */
	CLOCK_CHANNEL, /* a datagram socket: a thread's own bell goes to the grader here */
	CLOCK_DESCRIPTORS,
};

#define CLOCK_MAGIC UINT32_C(0xc10c0003)

struct clock_page {
	uint32_t magic;
	uint32_t version;       /* odd while it is being written */
	int64_t base;           /* what time it is, or was at `origin` */
	int64_t origin;         /* when, on the machine's CLOCK_MONOTONIC */
	double speed;           /* 0: time stands still until the grader moves it */
	uint64_t output_device; /* of the pipes that the grader reads */
	uint64_t output_inode[2];
	uint32_t only_watch; /* 1: real time, do not replace any call */
};

/* What both sides read and write at the same time: never torn, and in one order for all. */
#define board_load(pointer)         __atomic_load_n(pointer, __ATOMIC_SEQ_CST)
#define board_store(pointer, value) __atomic_store_n(pointer, value, __ATOMIC_SEQ_CST)

/* The state of a slot: what its thread does. Doubles as the futex it sleeps on. */
enum clock_state {
	SLOT_RUNNING,
	SLOT_WAITING, /* for its deadline, or for something else to happen */
	SLOT_READY,   /* something else has happened: it asks to be let go on */
	SLOT_GRANTED, /* set by the grader: go on */
};

/* How a waiting thread is woken. */
enum clock_sleep {
	SLEEP_ON_SLOT, /* by its futex */
	SLEEP_ON_BELL, /* by the pipe that it sent */
};

/* Calls that hold up their whole thread, and are written down. */
enum clock_call {
	CALL_NONE,
	CALL_SLEEP,
	CALL_USLEEP,
	CALL_NANOSLEEP,
	CALL_CLOCK_NANOSLEEP,
	CALL_THRD_SLEEP,
	CALL_POLL,
	CALL_SELECT,
	CALL_COUNT,
};

#define CLOCK_CALLS_KEPT   64 /* of each process */
#define CLOCK_OBJECT_BYTES 384

struct clock_slot {
	uint32_t state;
	uint32_t owner;   /* thread id, in its own process id namespace; 0: free */
	uint32_t process; /* the same of its process */
	uint32_t sleep;
	uint32_t ticket;  /* counts the waits of this slot */
	uint32_t call;    /* enum clock_call, if it is to be written down */
	int64_t deadline; /* or CLOCK_NEVER */
	int64_t duration; /* as it was asked for */
	uint64_t offset;  /* of the return address in `object` */
	char object[CLOCK_OBJECT_BYTES]; /* "" means the executable */
} __attribute__((aligned(64)));

/* A timer is a deadline that no thread sleeps for. */
enum clock_timer_kind {
	TIMER_FREE,
	TIMER_CLAIMED,    /* being filled in, or not set off by the grader */
	TIMER_ALARM,      /* SIGALRM to the process: alarm, setitimer */
	TIMER_SIGNAL,     /* a signal to the process, with a value: timer_create */
	TIMER_DESCRIPTOR, /* a timerfd, which was sent */
};

struct clock_timer {
	uint32_t kind;
	uint32_t process; /* in its own process id namespace */
	uint32_t thread;  /* with TIMER_SIGNAL: to this thread alone, or 0 */
	uint32_t ticket;  /* changes whenever it is set */
	int32_t signal;
	int32_t descriptor; /* the program's own number, for itself */
	int64_t deadline;   /* CLOCK_NEVER: not set */
	int64_t interval;   /* 0: once */
	uint64_t value;     /* goes with the signal */
} __attribute__((aligned(64)));

#define CLOCK_SLOT_COUNT  2048
#define CLOCK_TIMER_COUNT 256

struct clock_slots {
	uint32_t used; /* slots from here on were never claimed */
	uint32_t timers_used;
	uint32_t network; /* somebody has made a TCP socket */
	struct clock_slot slots[CLOCK_SLOT_COUNT];
	struct clock_timer timers[CLOCK_TIMER_COUNT];
};

/* A datagram on the channel: the descriptor that comes with it belongs to a
 * slot, or to a timer. */
struct clock_message {
	uint32_t is_timer;
	uint32_t index;
};

#endif
