#include "work.h"

#include <stdlib.h>

#include "exception.h"
#include "kept.h"
#include "loop.h"
#include "task.h"

/* How long the others wait for one that computes, in seconds. */
#define PATIENCE 0.002

enum job_state {
	JOB_NEW, /* no thread has begun it */
	JOB_RUNNING,
	JOB_SLEEPING, /* its thread waits for its turn to wake */
};

/* On the stack of the task that waits for it. */
struct job {
	uv_work_t uv;
	struct job *next; /* in the queue */
	enum job_state state;
	void (*work)(void *);
	void *argument;
	struct handle finished;
	struct future done;
	bool is_finished; /* the future may have been cancelled before it was done */

	struct office *office;
	struct job *next_asleep; /* of those that tell so */
	double seconds;          /* how long it wants to sleep */
	bool is_interrupted;     /* then it is not let sleep */
	struct timer awakening;
	uv_sem_t turn; /* it may go on */
};

/* What there is of it in a thread with a loop. */
struct office {
	struct job *first; /* the queue for a turn: to begin, or to wake */
	unsigned running;  /* pieces that compute, and … */
	unsigned occupied; /* … threads that have one, be it asleep */
	unsigned threads;  /* that libuv has */
	struct timer patience;

	uv_mutex_t lock; /* of this only, which other threads add to: */
	struct job *falling_asleep;
	uv_async_t told; /* there are some */

	bool is_open;
	struct kept kept;
};

static _Thread_local struct office office = { .patience.index = TIMER_IDLE };
/* What this thread works at. */
static _Thread_local struct job *at_work;

/* ---- the queue ---- */

static void append(struct job *job)
{
	struct job **end = &office.first;

	while (*end)
		end = &(*end)->next;
	job->next = NULL;
	*end = job;
}

/* False: it is not in the queue. */
static bool take_out(struct job *job)
{
	struct job **at = &office.first;

	while (*at && *at != job)
		at = &(*at)->next;
	if (!*at)
		return false;
	*at = job->next;
	if (!office.first)
		timer_cancel(&office.patience);
	return true;
}

/* ---- turns ---- */

static void run_in_thread(uv_work_t *uv);
static void after_work(uv_work_t *uv, int status);

/* The first in the queue that needs no thread, or for which there is one; or NULL. (One
 * that is handed to libuv and has to wait there would seem to be at work.) */
static struct job *first_that_can_go(void)
{
	struct job *job = office.first;

	while (job && job->state == JOB_NEW && office.occupied == office.threads)
		job = job->next;
	return job;
}

static void let_go(struct job *job)
{
	bool is_new = job->state == JOB_NEW;

	take_out(job);
	job->state = JOB_RUNNING;
	office.running++;
	if (is_new) {
		office.occupied++;
		uv_queue_work(&loop_current->uv, &job->uv, run_in_thread, after_work);
	} else {
		uv_sem_post(&job->turn);
	}
}

static void lose_patience(struct handle *fired);

/* Raises MemoryError: then they wait all the longer. */
static void set_patience(void *unused)
{
	(void)unused;
	timer_set(&office.patience, timer_deadline(PATIENCE), lose_patience);
}

static void let_next_go(void)
{
	struct job *next = first_that_can_go();

	if (next && office.running == 0) {
		let_go(next);
		next = first_that_can_go();
	}
	if (next && office.patience.index == TIMER_IDLE)
		exception_release(exception_caught(set_patience, NULL));
}

static void lose_patience(struct handle *fired)
{
	struct job *next = first_that_can_go();

	(void)fired;
	if (next)
		let_go(next);
	let_next_go();
}

/* ---- in the thread ---- */

static void run_in_thread(uv_work_t *uv)
{
	struct job *job = (struct job *)uv;

	at_work = job;
	job->work(job->argument);
	at_work = NULL;
}

void work_sleep(double seconds)
{
	struct job *job = at_work;
	struct office *ours = job->office;

	job->seconds = seconds;
	uv_mutex_lock(&ours->lock);
	job->next_asleep = ours->falling_asleep;
	ours->falling_asleep = job;
	uv_mutex_unlock(&ours->lock);
	uv_async_send(&ours->told);
	uv_sem_wait(&job->turn);
}

/* ---- sleeping, seen from the loop ---- */

static void wake(struct job *job)
{
	append(job);
	let_next_go();
}

static void awaken(struct handle *fired)
{
	wake((struct job *)((char *)fired - offsetof(struct job, awakening.fired)));
}

static void set_awakening(void *argument)
{
	struct job *job = argument;

	timer_set(&job->awakening, timer_deadline(job->seconds), awaken);
}

static void put_to_sleep(struct job *job)
{
	struct exception *raised = NULL;

	job->state = JOB_SLEEPING;
	office.running--;
	if (!job->is_interrupted && job->seconds > 0)
		raised = exception_caught(set_awakening, job);
	if (job->awakening.index == TIMER_IDLE)
		wake(job);
	exception_release(raised);
}

static void on_told(uv_async_t *told)
{
	struct job *job;

	(void)told;
	uv_mutex_lock(&office.lock);
	job = office.falling_asleep;
	office.falling_asleep = NULL;
	uv_mutex_unlock(&office.lock);
	while (job) {
		struct job *next = job->next_asleep;

		put_to_sleep(job);
		job = next;
	}
	let_next_go();
}

/* ---- the office ---- */

static void close_office(struct kept *kept)
{
	(void)kept;
	uv_mutex_destroy(&office.lock);
	office.is_open = false;
}

/* As libuv has it (uv_queue_work); the loop has set the variable. */
static unsigned count_threads(void)
{
	const char *said = getenv("UV_THREADPOOL_SIZE");
	int count = said ? atoi(said) : 4;

	return count < 1 ? 1 : count > 1024 ? 1024 : (unsigned)count;
}

/* libuv's handle is closed by the loop, with all others; it does not keep the loop
 * waiting, for whoever tells has work under way, which does. */
static void open_office(void)
{
	uv_loop_t *loop = loop_uv();

	if (office.is_open)
		return;
	uv_mutex_init(&office.lock);
	uv_async_init(loop, &office.told, on_told);
	uv_unref((uv_handle_t *)&office.told);
	office.threads = count_threads();
	office.is_open = true;
	kept_add(&office.kept, close_office);
}

/* ---- ending ---- */

static void finish(struct handle *handle)
{
	struct job *job = (struct job *)((char *)handle - offsetof(struct job, finished));

	job->is_finished = true;
	future_set_result(&job->done);
}

static void after_work(uv_work_t *uv, int status)
{
	(void)status;
	office.running--;
	office.occupied--;
	loop_call_soon(&((struct job *)uv)->finished);
	let_next_go();
}

/* It may be about to tell that it sleeps. */
static void interrupt_job(struct job *job, void (*interrupt)(void *))
{
	interrupt(job->argument);
	job->is_interrupted = true;
	if (job->state != JOB_SLEEPING)
		return;
	timer_cancel(&job->awakening);
	take_out(job);
	wake(job);
}

/* Gives the CancelledError that came meanwhile, or NULL. */
static struct exception *wait_for_end(struct job *job, void (*interrupt)(void *))
{
	struct exception *cancelled = future_wait_caught(&job->done);

	if (!cancelled)
		return NULL;
	if (job->state == JOB_NEW) {
		take_out(job);
		return cancelled;
	}
	while (!job->is_finished) {
		interrupt_job(job, interrupt);
		future_init(&job->done);
		exception_release(future_wait_caught(&job->done));
	}
	return cancelled;
}

void work_in_turn(void (*work)(void *), void (*interrupt)(void *), void *argument)
{
	struct job job = {
		.work = work,
		.argument = argument,
		.finished.run = finish,
		.office = &office,
		.awakening.index = TIMER_IDLE,
	};
	struct exception *cancelled;

	open_office();
	future_init(&job.done);
	uv_sem_init(&job.turn, 0);
	append(&job);
	let_next_go();
	cancelled = wait_for_end(&job, interrupt);
	uv_sem_destroy(&job.turn);
	if (cancelled)
		exception_pass_on(cancelled);
}
