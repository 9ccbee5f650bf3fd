/*
 * How many nanoseconds each protocol takes, beside its budget and beside others.
 *
 *	bench_protocols [PART OF A ROW'S NAME]
 *
 * Ends with status 1 when a budget is missed.
 */
#include <async.h>

#include <stdio.h>
#include <string.h>

#include "cpython.h"
#include "measure.h"
#include "peers.h"

static double result;

static void took(double start, double times)
{
	result = (thread_nanoseconds() - start) / times;
}

/* ---- what is measured ---- */

generator (int, numbers, (int, n))
{
	for (int i = 0; i < n; i++)
		yield (i);
}

async_generator (int, async_numbers, (int, n))
{
	for (int i = 0; i < n; i++)
		yield (i);
}

async (void, async_generator_items)
{
	enum { ITEMS = 100000 };
	volatile long kept;
	long sum = 0;
	double start = thread_nanoseconds();

	async_for (int, i, async_numbers(ITEMS))
		sum += i;
	kept = sum;
	(void)kept;
	took(start, ITEMS);
}

async (void, generator_items)
{
	enum { ITEMS = 100000 };
	volatile long kept;
	long sum = 0;
	double start = thread_nanoseconds();

	for_each (int, i, numbers(ITEMS))
		sum += i;
	kept = sum;
	(void)kept;
	took(start, ITEMS);
}

static struct coroutine *resumer;

static void goes_back(void *self)
{
	(void)self;
	coroutine_arrived();
	for (;;)
		coroutine_switch(resumer);
}

async (void, resumes)
{
	enum { TIMES = 100000 };
	struct coroutine *other = coroutine_create(sizeof *other, goes_back, "other");
	double start = thread_nanoseconds();

	resumer = coroutine_current;
	for (int i = 0; i < TIMES; i++)
		coroutine_switch(other);
	took(start, TIMES);
	coroutine_destroy(other);
}

async (void, nothing)
{
}

/* The stacks of the first batch are cold. */
async (void, tasks)
{
	enum { BATCHES = 400, BATCH = 50 };
	Task(void) batch[BATCH];
	double start = 0;

	for (int i = -1; i < BATCHES; i++) {
		if (i == 0)
			start = thread_nanoseconds();
		for (int j = 0; j < BATCH; j++)
			batch[j] = create_task(nothing());
		await (async_sleep(0));
		for (int j = 0; j < BATCH; j++)
			task_release(batch[j]);
	}
	took(start, BATCHES * BATCH);
}

enum { SWITCHES = 50000 };

async (void, switcher)
{
	for (int i = 0; i < SWITCHES / 2; i++)
		await (async_sleep(0));
}

async (void, switches)
{
	Task(void) one = create_task(switcher());
	Task(void) other = create_task(switcher());
	double start = thread_nanoseconds();

	await (one);
	await (other);
	took(start, SWITCHES);
}

struct manager {
	int inside;
};

async (struct manager *, manager_aenter, (struct manager *, self))
{
	self->inside++;
	return self;
}

async (bool, manager_aexit, (struct manager *, self), (struct exception *, e))
{
	self->inside--;
	return false;
}

async_context_manager (manager, struct manager *);

async (void, scopes)
{
	enum { TIMES = 100000 };
	struct manager it = { 0 };
	double start = thread_nanoseconds();

	for (volatile int i = 0; i < TIMES; i++) {
		async_with (m, manager(&it)) {
			__asm__ volatile("" : : "r"(m) : "memory");
		} end_with
	}
	took(start, TIMES);
}

/* Not inlined: what is measured is the await, not what a compiler can make of
 * an empty function. */
async (int, plus_one, (int, n))
{
	__asm__ volatile("");
	return n + 1;
}

async (void, awaits)
{
	enum { TIMES = 200000 };
	volatile int kept;
	int n = 0;
	double start = thread_nanoseconds();

	for (int i = 0; i < TIMES; i++)
		n = await (plus_one(n));
	kept = n;
	(void)kept;
	took(start, TIMES);
}

async (void, refuses)
{
	raise (ValueError, "no");
}

async (void, catches)
{
	enum { TIMES = 50000 };
	double start = thread_nanoseconds();

	for (volatile int i = 0; i < TIMES; i++) {
		try {
			await (refuses());
		} except (ValueError, e) {
		} end_try
	}
	took(start, TIMES);
}

async (void, raises_through_scope)
{
	enum { TIMES = 50000 };
	struct manager it = { 0 };
	double start = thread_nanoseconds();

	for (volatile int i = 0; i < TIMES; i++) {
		try {
			async_with (m, manager(&it)) {
				(void)m;
				raise (ValueError, "no");
			} end_with
		} except (ValueError, e) {
		} end_try
	}
	took(start, TIMES);
}

/* ---- the rows ---- */

#define IN_LOOP(coroutine)                                                               \
	static double measure_##coroutine(void)                                          \
	{                                                                                \
		async_run(coroutine());                                                  \
		return result;                                                           \
	}

IN_LOOP(async_generator_items)
IN_LOOP(generator_items)
IN_LOOP(resumes)
IN_LOOP(tasks)
IN_LOOP(switches)
IN_LOOP(scopes)
IN_LOOP(awaits)
IN_LOOP(catches)
IN_LOOP(raises_through_scope)

enum { OURS, BOOST, UCONTEXT, STATE_THREADS, CPYTHON, WHO_COUNT };

static const char *const who[WHO_COUNT] = { "here", "Boost.Context", "ucontext",
					    "State Threads", "CPython" };

struct row {
	const char *name;
	double budget;                    /* nanoseconds; 0: none, only shown */
	bool below_peers;                 /* must be faster than any in C */
	double (*measure[CPYTHON])(void); /* NULL: has nothing of the kind */
	double times_faster_than_cpython; /* at least; 0: no matter */
};

static const struct row rows[] = {
	{ "async generator item",
	  15,
	  true,
	  { measure_async_generator_items, boost_item, ucontext_item },
	  7 },
	{ "generator item",
	  15,
	  false,
	  { measure_generator_items, boost_item, ucontext_item },
	  0 },
	{ "resume + yield",
	  10,
	  false,
	  { measure_resumes, boost_item, ucontext_item },
	  0 },
	{ "create, run, destroy a task",
	  60,
	  false,
	  { measure_tasks, boost_create, ucontext_create, st_create_join },
	  0 },
	{ "switch between two tasks",
	  20,
	  false,
	  { measure_switches, NULL, NULL, st_switch },
	  0 },
	{ "async_with, enter + exit", 15, false, { measure_scopes }, 0 },
	{ "await of a plain coroutine", 4, false, { measure_awaits }, 0 },
	{ "raise and catch", 40, false, { measure_catches }, 0 },
	{ "raise through an async_with", 0, false, { measure_raises_through_scope }, 0 },
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

/* ---- the table ---- */

/* Nanoseconds; 0: has nothing of the kind; negative: left out. */
static double measured[ROW_COUNT][WHO_COUNT];

static double measure_one(const struct row *row, int contestant)
{
	if (contestant == CPYTHON)
		return python_measure(row->name);
	return row->measure[contestant] ? row->measure[contestant]() : 0;
}

/* All contestants of a row in each round, one after the other: whatever else
 * the machine does, it does to all of them. Gives our nanoseconds as they would
 * be on the machine of the budgets. */
static double measure_row(int number)
{
	double values[WHO_COUNT][ROUNDS], there[ROUNDS];

	for (int round = 0; round < ROUNDS; round++) {
		double speed = calibrate() / CALIBRATION_NANOSECONDS;

		for (int i = 0; i < WHO_COUNT; i++)
			values[i][round] = measure_one(&rows[number], i);
		there[round] = values[OURS][round] / speed;
	}
	for (int i = 0; i < WHO_COUNT; i++)
		measured[number][i] = median(values[i], ROUNDS);
	return median(there, ROUNDS);
}

static void print_peers(const double *nanoseconds)
{
	for (int i = BOOST; i < WHO_COUNT; i++)
		if (nanoseconds[i] > 0)
			printf("  %s %.0f (%.1f x)", who[i], nanoseconds[i],
			       nanoseconds[i] / nanoseconds[OURS]);
}

static const char *fault_of(const struct row *row, const double *nanoseconds,
			    double there)
{
	if (row->budget > 0 && there > row->budget)
		return "over budget";
	for (int i = BOOST; row->below_peers && i < CPYTHON; i++)
		if (nanoseconds[i] > 0 && nanoseconds[i] <= nanoseconds[OURS])
			return "not below a peer";
	if (nanoseconds[CPYTHON] > 0 &&
	    nanoseconds[CPYTHON] < nanoseconds[OURS] * row->times_faster_than_cpython)
		return "too near to CPython";
	return NULL;
}

/* Returns whether all is well with the row. */
static bool show_row(int number)
{
	const struct row *row = &rows[number];
	double there = measure_row(number);
	const char *fault = fault_of(row, measured[number], there);

	printf("%-28s %7.1f", row->name, measured[number][OURS]);
	if (row->budget > 0)
		printf(" %7.0f %6.2f", row->budget, there / row->budget);
	else
		printf(" %7s %6s", "-", "-");
	print_peers(measured[number]);
	printf("%s%s\n", fault ? "  MISSED: " : "", fault ? fault : "");
	return !fault;
}

static void name_those_left_out(void)
{
	static const char *const packages[WHO_COUNT] = { NULL, "libboost-context-dev",
							 "a C library", "libst-dev",
							 "python3" };

	for (int i = BOOST; i < WHO_COUNT; i++) {
		bool missing = false;

		for (int row = 0; row < ROW_COUNT; row++)
			missing = missing || measured[row][i] < 0;
		if (missing)
			printf("left out: %s, which is not here (package %s)\n", who[i],
			       packages[i]);
	}
}

int main(int argc, char **argv)
{
	bool well = true;

	setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
	python_begin();
	printf("%-28s %7s %7s %6s  others: ns (times ours)\n", "nanoseconds per", "here",
	       "budget", "ratio");
	for (int i = 0; i < ROW_COUNT; i++)
		if (argc < 2 || strstr(rows[i].name, argv[1]))
			well = show_row(i) && well;
	name_those_left_out();
	printf("ratio: to the budget, had it been measured on the machine of the budgets "
	       "(a calibrating loop takes %.2f ns there, %.2f here)\n",
	       CALIBRATION_NANOSECONDS, calibrate());
	return well ? 0 : 1;
}
