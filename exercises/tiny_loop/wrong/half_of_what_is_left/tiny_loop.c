/* Tiny loop: an event loop in thirty lines. Plain C, no runtime. */
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>
#include <ucontext.h>

struct task {
	const char *name;
	long period;  /* milliseconds between its lines */
	int lines;    /* how many it prints */
	long wake_at; /* its deadline, in milliseconds of now() */
	bool over;
	ucontext_t place; /* where it goes on */
	char stack[65536];
};

static struct task tasks[] = {
	{ .name = "tea", .period = 300, .lines = 3 },
	{ .name = "egg", .period = 500, .lines = 2 },
	{ .name = "toast", .period = 700, .lines = 2 },
};

#define TASKS (sizeof tasks / sizeof *tasks)

static ucontext_t loop_place; /* where the loop goes on */
static struct task *running;  /* the task that runs now */

/* ---- the clock ---- */

static long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* The whole program stands still until then. */
static void stand_still_until(long moment)
{
	long left = (moment - now()) / 2;
	struct timespec time = { left / 1000, left % 1000 * 1000000 };

	if (left > 0)
		nanosleep(&time, NULL);
}

/* ---- what a task calls ---- */

/* This task waits; others may run. */
static void nap(long milliseconds)
{
	running->wake_at = now() + milliseconds;
	swapcontext(&running->place, &loop_place);
}

static void body(void)
{
	for (int line = 1; line <= running->lines; line++) {
		nap(running->period);
		printf("%s %d\n", running->name, line);
	}
	running->over = true;
	setcontext(&loop_place);
}

/* ---- the loop ---- */

static void start(struct task *task)
{
	getcontext(&task->place);
	task->place.uc_stack.ss_sp = task->stack;
	task->place.uc_stack.ss_size = sizeof task->stack;
	makecontext(&task->place, body, 0);
	task->wake_at = now();
}

/* The task that is due first; of equal ones the first in the list. NULL: all
 * are over. */
static struct task *next_due(void)
{
	struct task *first = NULL;

	for (size_t i = 0; i < TASKS; i++) {
		if (tasks[i].over)
			continue;
		if (!first || tasks[i].wake_at < first->wake_at)
			first = &tasks[i];
	}
	return first;
}

static void run_loop(void)
{
	struct task *task;

	while ((task = next_due()) != NULL) {
		stand_still_until(task->wake_at);
		running = task;
		swapcontext(&loop_place, &task->place);
	}
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < TASKS; i++)
		start(&tasks[i]);
	run_loop();
	puts("breakfast");
	return 0;
}
