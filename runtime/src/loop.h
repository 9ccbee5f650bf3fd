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

#include "handle.h"
#include "pool.h"

struct exception_context;
struct generator;
struct kept;

/* Something that is due at a deadline. Owned by who embeds it. */
struct timer {
	struct handle fired; /* put in the ready queue when it is due */
	int64_t deadline;    /* nanoseconds of loop_now */
	uint64_t sequence;   /* of equal deadlines, the lower one is first */
	size_t index;        /* in the heap; TIMER_IDLE: not in it */
};
#define TIMER_IDLE SIZE_MAX

struct timer_heap {
	struct timer_entry *entries;
	size_t count, capacity;
	uint64_t sequence;
};

struct loop {
	struct coroutine *home;    /* where loop_run was called */
	struct handle_queue ready; /* for the next turn */
	struct handle_queue turn;  /* still to be run in this one */
	struct timer_heap timers;
	bool is_stopping;  /* after this turn */
	uint64_t schedule; /* another order, see schedule.h; 0: as it comes */
	struct task *current;
	struct task *left_for_good;     /* it has ended just now; or NULL */
	struct coroutine *ended_main;   /* its stack is kept still; or NULL */
	struct task *tasks, *last_task; /* not ended, oldest first */
	struct task *ended;             /* ended and not released */
	struct kept *kept, *last_kept;  /* oldest first */
	struct work *work;              /* what threads do, or will do */
	struct future *work_is_done;    /* waited for at the end; or NULL */
	void (*exception_handler)(const struct exception_context *);
	uint32_t task_count;
	struct pool task_pool;
	uv_loop_t uv;
	bool uv_begun;
	bool is_interruptible; /* by SIGINT: interrupt.h */
};

/* The loop that runs in this thread; NULL outside async_run. */
extern _Thread_local struct loop *loop_current;

void loop_begin(struct loop *);
void loop_end(struct loop *);

/* Turns, up to and with that in which those run who wait for the future: as
 * run_until_complete, which is told by such a callback. */
void loop_run_until(struct loop *, struct future *);

/* Begins the next turn if nothing can be due but what is ready, in the order in
 * which it came; true if it has.
 * Then a task may do so, from its own stack. */
bool loop_begin_turn(struct loop *);

/* loop.call_soon() */
void loop_call_soon(struct handle *);

/* loop.call_at(). The timer must be idle, and stay until it has fired or was
 * cancelled. Raises MemoryError. */
void timer_set(struct timer *, int64_t deadline, void (*fired)(struct handle *));
/* What it should have run will not be run, even if it is in a queue by now. */
void timer_cancel(struct timer *);
/* When so many seconds have gone by. */
int64_t timer_deadline(double seconds);

/* Used by the loop alone. */
int64_t timer_next_deadline(const struct timer_heap *); /* INT64_MAX: none */
struct timer *timer_take_due(struct timer_heap *, int64_t now);

/* Nanoseconds on the clock that deadlines count on (CLOCK_MONOTONIC). */
int64_t loop_now(void);

/* libuv's loop, begun when it is first wanted. Raises OSError. */
uv_loop_t *loop_uv(void);

/* The kind of OSError that stands for a libuv error code. */
const struct exception_type *loop_uv_type(int code);
/* The OSError, or its kind, that stands for a libuv error code, owned by the caller. */
struct exception *loop_uv_error(int code, const char *what);
/* Raises the OSError, or its kind, that stands for a libuv error code; `what` is its
 * file name, or NULL. */
_Noreturn void loop_raise_uv(int code, const char *what);

#endif
