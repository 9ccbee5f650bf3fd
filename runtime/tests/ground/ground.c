/*
 * What stands on the switch of stacks, in one program without a library for tests:
 * for machines that we only emulate (test_aarch64.sh), and for the switch that is
 * not our own (test_portable.sh). Prints TAP.
 */
#include <async.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static char record[256];

static void note(const char *what)
{
	strcat(record, what);
}

/* ---- exceptions ---- */

static int fails(int depth);
static int (*volatile call)(int) = fails; /* so that it is a call, each time */

static int fails(int depth)
{
	if (depth > 0)
		return call(depth - 1) + 1;
	raise (ValueError, "at the bottom, %.2f", 0.25);
}

/* Values in the registers that a call must keep are there again after a raise. */
static bool raise_and_catch(void)
{
	volatile int caught = 0;
	double half = 0.5 + caught;
	int a = 1 + caught, b = 2 + caught, c = 3 + caught;

	try {
		caught = fails(20);
	} except (ValueError, e) {
		caught = strcmp(e->message, "at the bottom, 0.25") == 0;
	} finally {
		caught = caught + 10;
	} end_try
	return caught == 11 && a + 10 * b + 100 * c == 321 && half == 0.5;
}

/* ---- generators ---- */

generator (double, halves, (int, count))
{
	try {
		for (volatile int i = 0; i < count; i++)
			yield (1.0 / (1 << i));
	} finally {
		note("closed ");
	} end_try
}

static bool iterate(void)
{
	double sum = 0;
	int items = 0;

	*record = '\0';
	for_each (double, half, halves(10)) {
		sum += half;
		if (++items == 3)
			break;
	}
	for_each (double, half, halves(2))
		sum += half;
	return sum == 1.75 + 1.5 && strcmp(record, "closed closed ") == 0;
}

/* Each keeps its own place and its own handlers. */
static bool interleave(void)
{
	Generator(double) one = halves(4), other = halves(4);
	double sum = 0;
	bool ended = false;

	for (int i = 0; i < 4; i++)
		sum += next(one) - 0.5 * next(other);
	try {
		next(one);
	} except (StopIteration, e) {
		ended = true;
	} end_try
	generator_free(one);
	generator_free(other);
	return ended && sum == 1.875 / 2;
}

/* ---- coroutines, tasks, managers ---- */

async_generator (int, slow_numbers, (int, count))
{
	for (int i = 0; i < count; i++) {
		await (async_sleep(0.001));
		yield (i);
	}
}

async (int, sum_of, (int, count))
{
	int sum = 0;

	async_for (int, number, slow_numbers(count))
		sum += number;
	if (sum == 45)
		raise (KeyError, "forty-five");
	return sum;
}

async (bool, run_tasks)
{
	Task(int) sums[12];
	volatile int all = 0;

	for (int i = 0; i < 12; i++)
		sums[i] = create_task(sum_of(i));
	for (int i = 0; i < 12; i++) {
		try {
			all += await (sums[i]);
		} except (KeyError, e) {
			all += 1000;
		} end_try
	}
	return all == 1000 + 0 + 0 + 1 + 3 + 6 + 10 + 15 + 21 + 28 + 36 + 55;
}

struct gate {
	const char *name;
};

async (struct gate *, gate_aenter, (struct gate *, self))
{
	await (async_sleep(0));
	note("in ");
	return self;
}

async (bool, gate_aexit, (struct gate *, self), (struct exception *, e))
{
	await (async_sleep(0));
	note(e ? e->message : "out");
	note(" ");
	return e && strcmp(e->message, "swallow") == 0;
}

async_context_manager (gate, struct gate *);

async (void, leave_in_many_ways)
{
	struct gate it = { "it" };

	for (volatile int i = 0; i < 3; i++) {
		async_with (g, gate(&it)) {
			(void)g;
			if (i == 0)
				continue;
			if (i == 1)
				raise (ValueError, "swallow");
			return;
		} end_with
	}
}

async (bool, use_manager)
{
	*record = '\0';
	await (leave_in_many_ways());
	return strcmp(record, "in out in swallow in out ") == 0;
}

async (bool, cancel_a_task)
{
	Task(int) long_one = create_task(sum_of(1000));
	volatile bool cancelled = false;

	await (async_sleep(0.003));
	task_cancel(long_one);
	try {
		await (long_one);
	} except (CancelledError, e) {
		cancelled = true;
	} end_try
	return cancelled;
}

/* ---- */

static int number;
static int failures;

static void check(const char *what, bool well)
{
	printf("%sok %d - %s\n", well ? "" : "not ", ++number, what);
	failures += !well;
}

async (int, main_coroutine)
{
	check("tasks, sleeps and async generators", await (run_tasks()));
	check("managers are left once on each way out", await (use_manager()));
	check("a cancelled task ends by CancelledError", await (cancel_a_task()));
	return failures;
}

int main(void)
{
	puts("1..6");
	check("raise and catch keep what a call must keep", raise_and_catch());
	check("generators hand over doubles, and are closed", iterate());
	check("generators keep their own places", interleave());
	return async_run(main_coroutine());
}
