/*
 * The loop: what is ready runs in turns; between them it waits for the next
 * deadline or for libuv.
 *
 * A turn is CPython's (asyncio.BaseEventLoop._run_once): wait, if nothing is
 * ready; put what is due at the end of the ready queue; run what is in the
 * queue now. What is added meanwhile runs in the next turn.
 */
#ifndef ASYNC_LOOP_H
#define ASYNC_LOOP_H

#include <stdint.h>
#include <uv.h>

#include <async/future.h>
#include <async/task.h>

struct generator;

/* Something that is due at a deadline. Owned by who embeds it. */
struct timer {
	struct handle fired;   /* put in the ready queue when it is due */
	int64_t deadline;      /* nanoseconds of loop_now */
	uint64_t sequence;     /* of equal deadlines, the lower one is first */
	size_t index;          /* in the heap; TIMER_IDLE: not in it */
};
#define TIMER_IDLE SIZE_MAX

struct timer_heap {
	struct timer_entry *entries;
	size_t count, capacity;
	uint64_t sequence;
};

struct loop {
	struct coroutine *home;        /* where loop_run was called */
	struct handle_queue ready;     /* for the next turn */
	struct handle_queue turn;      /* still to be run in this one */
	struct timer_heap timers;
	struct task *current;
	struct task *tasks, *last_task; /* not ended, oldest first */
	struct task *ended;            /* ended and not released */
	struct generator *open_generators;
	struct process *processes;
	uint32_t task_count;
	uv_loop_t uv;
	bool uv_begun;
};

/* The loop that runs in this thread; NULL outside async_run. */
extern _Thread_local struct loop *loop_current;

void loop_begin(struct loop *);
void loop_end(struct loop *);

/* Turns, until the future is done. */
void loop_run_until(struct loop *, const struct future *);

/* loop.call_soon() */
void loop_call_soon(struct handle *);

/* loop.call_at(). The timer must be idle, and stay until it has fired or was
 * cancelled. Raises MemoryError. */
void timer_set(struct timer *, int64_t deadline, void (*fired)(struct handle *));
/* Nothing happens if it has fired or was never set. */
void timer_cancel(struct timer *);

/* Used by the loop alone. */
int64_t timer_next_deadline(const struct timer_heap *); /* INT64_MAX: none */
struct timer *timer_take_due(struct timer_heap *, int64_t now);

/* Nanoseconds on the clock that deadlines count on (CLOCK_MONOTONIC). */
int64_t loop_now(void);

/* libuv's loop, begun when it is first wanted. Raises OSError. */
uv_loop_t *loop_uv(void);

/* Raises the OSError, or its kind, that stands for a libuv error code. */
_Noreturn void loop_raise_uv(int code, const char *what);

void handle_queue_append(struct handle_queue *, struct handle *);
void handle_queue_append_all(struct handle_queue *, struct handle_queue *);
bool handle_queue_remove(struct handle_queue *, struct handle *);

#endif
