/* Workers that stay: each job is done once, whatever becomes of who was at it. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/pool.h"

enum { MOST = 64 };

/* What came of each job. */
struct outcome {
	char *reports[MOST];
	char *failures[MOST];
	unsigned tries[MOST]; /* how often it ended */
	unsigned wanted;      /* failures of a job that are answered by «again» */
	size_t order[MOST];   /* in which jobs ended for good */
	size_t done;
};

/* What workers and this process share. */
static int *shared;

static enum pool_answer keep(size_t index, const char *report, double seconds,
			     const char *failure, void *context)
{
	struct outcome *outcome = context;

	assert_true(seconds >= 0);
	if (failure && outcome->tries[index]++ < outcome->wanted)
		return POOL_AGAIN;
	assert_null(outcome->reports[index]);
	outcome->reports[index] = strdup(report);
	outcome->failures[index] = failure ? strdup(failure) : NULL;
	outcome->order[outcome->done++] = index;
	return POOL_DONE;
}

static void run_within(double patience, size_t count, unsigned workers,
		       void (*work)(size_t index, void *context, struct text *report),
		       struct outcome *outcome)
{
	struct pool_request request = {
		.count = count,
		.workers = workers,
		.patience = patience,
		.work = work,
		.done = keep,
		.context = outcome,
	};
	char *error = NULL;

	assert_true(pool_run(&request, &error));
	assert_null(error);
	assert_int_equal(outcome->done, count);
	/* Nobody is left. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void run(size_t count, unsigned workers,
		void (*work)(size_t index, void *context, struct text *report),
		struct outcome *outcome)
{
	run_within(60, count, workers, work, outcome);
}

static void free_outcome(struct outcome *outcome)
{
	for (size_t i = 0; i < MOST; i++) {
		free(outcome->reports[i]);
		free(outcome->failures[i]);
	}
}

static void say_number(size_t index, void *context, struct text *report)
{
	(void)context;
	text_add_format(report, "%zu", index);
}

static void each_report_comes_back(void **state)
{
	struct outcome outcome = { 0 };

	(void)state;
	run(MOST, 5, say_number, &outcome);
	for (size_t i = 0; i < MOST; i++) {
		assert_int_equal(strtoul(outcome.reports[i], NULL, 10), i);
		assert_null(outcome.failures[i]);
	}
	free_outcome(&outcome);
}

static void say_process(size_t index, void *context, struct text *report)
{
	(void)index;
	(void)context;
	text_add_format(report, "%d", (int)getpid());
}

static void a_worker_takes_many_jobs(void **state)
{
	struct outcome outcome = { 0 };

	(void)state;
	run(MOST, 1, say_process, &outcome);
	for (size_t i = 1; i < MOST; i++)
		assert_string_equal(outcome.reports[i], outcome.reports[0]);
	free_outcome(&outcome);
}

static void say_much(size_t index, void *context, struct text *report)
{
	(void)context;
	for (size_t i = 0; i < 100000 * (index % 3); i++)
		text_add(report, "0123456789");
}

static void a_report_may_be_long_or_nothing(void **state)
{
	struct outcome outcome = { 0 };

	(void)state;
	run(6, 2, say_much, &outcome);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(strlen(outcome.reports[i]), 1000000 * (i % 3));
	free_outcome(&outcome);
}

/* The third job kills its worker, as a submission might. */
static void kill_worker(size_t index, void *context, struct text *report)
{
	(void)context;
	if (index == 3)
		raise(SIGKILL);
	text_add(report, "lives");
}

static void one_that_is_killed_takes_no_other_along(void **state)
{
	struct outcome outcome = { 0 };

	(void)state;
	run(8, 2, kill_worker, &outcome);
	for (size_t i = 0; i < 8; i++)
		if (i == 3)
			assert_non_null(strstr(outcome.failures[i], "signal 9"));
		else
			assert_string_equal(outcome.reports[i], "lives");
	free_outcome(&outcome);
}

static void stop_worker(size_t index, void *context, struct text *report)
{
	(void)context;
	if (index == 1)
		raise(SIGSTOP);
	text_add(report, "lives");
}

static void one_that_is_stopped_is_found(void **state)
{
	struct outcome outcome = { 0 };

	(void)state;
	run(4, 2, stop_worker, &outcome);
	assert_non_null(strstr(outcome.failures[1], "stopped"));
	assert_string_equal(outcome.reports[3], "lives");
	free_outcome(&outcome);
}

static void hang(size_t index, void *context, struct text *report)
{
	(void)context;
	(void)report;
	if (index == 0)
		pause();
}

static void one_that_hangs_is_ended(void **state)
{
	struct outcome outcome = { 0 };

	(void)state;
	run_within(0.1, 3, 2, hang, &outcome);
	assert_non_null(strstr(outcome.failures[0], "longer than"));
	free_outcome(&outcome);
}

/* Fails at first, and counts how often it was tried. */
static void fail_twice(size_t index, void *context, struct text *report)
{
	(void)context;
	if (index == 0 && __atomic_fetch_add(shared, 1, __ATOMIC_SEQ_CST) < 2)
		raise(SIGTERM);
	text_add(report, "done");
}

static void what_has_failed_is_tried_again_after_all_others(void **state)
{
	struct outcome outcome = { .wanted = 5 };

	(void)state;
	*shared = 0;
	run(6, 1, fail_twice, &outcome);
	assert_int_equal(*shared, 3);
	assert_int_equal(outcome.order[5], 0);
	assert_string_equal(outcome.reports[0], "done");
	assert_null(outcome.failures[0]);
	free_outcome(&outcome);
}

/* Leaves a process behind, out of its group and session, and is killed. */
static void leave_behind(size_t index, void *context, struct text *report)
{
	(void)context;
	(void)report;
	if (index != 0)
		return;
	if (fork() == 0) {
		setsid();
		if (fork() == 0) {
			__atomic_store_n(shared, (int)getpid(), __ATOMIC_SEQ_CST);
			for (;;)
				pause();
		}
		_exit(0);
	}
	while (__atomic_load_n(shared, __ATOMIC_SEQ_CST) == 0)
		usleep(100);
	raise(SIGKILL);
}

static void what_a_killed_one_left_is_ended(void **state)
{
	struct outcome outcome = { 0 };

	(void)state;
	*shared = 0;
	run(2, 1, leave_behind, &outcome);
	assert_true(*shared > 0);
	assert_int_equal(kill(*shared, 0), -1);
	free_outcome(&outcome);
}

static void not_starting_is_said(void **state)
{
	const struct rlimit none = { 0, 0 };
	struct outcome outcome = { 0 };
	struct pool_request request = {
		.count = 1,
		.workers = 1,
		.work = say_number,
		.done = keep,
		.patience = 60,
		.context = &outcome,
	};
	char *error = NULL;
	int status = 0;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		setrlimit(RLIMIT_NOFILE, &none);
		_exit(!pool_run(&request, &error) && error && strstr(error, "line") ? 7
										    : 8);
	}
	waitpid(child, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 7);
}

static int share(void **state)
{
	(void)state;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared == MAP_FAILED;
}

static int unshare_all(void **state)
{
	(void)state;
	return munmap(shared, sizeof(*shared));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_report_comes_back),
		cmocka_unit_test(a_worker_takes_many_jobs),
		cmocka_unit_test(a_report_may_be_long_or_nothing),
		cmocka_unit_test(one_that_is_killed_takes_no_other_along),
		cmocka_unit_test(one_that_is_stopped_is_found),
		cmocka_unit_test(one_that_hangs_is_ended),
		cmocka_unit_test(what_has_failed_is_tried_again_after_all_others),
		cmocka_unit_test(what_a_killed_one_left_is_ended),
		cmocka_unit_test(not_starting_is_said),
	};

	return cmocka_run_group_tests(tests, share, unshare_all);
}
