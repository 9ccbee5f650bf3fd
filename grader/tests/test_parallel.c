/* Many jobs at a time: each report comes back, and none takes another with it. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/interrupt.h"
#include "run/parallel.h"

enum { MOST = 64 };

/* What came of each job. */
struct outcome {
	char *reports[MOST];
	size_t lengths[MOST];
	char *failures[MOST];
	size_t done;
};

static void keep(size_t index, const char *report, size_t length, double seconds,
		 const char *failure, void *context)
{
	struct outcome *outcome = context;

	assert_true(seconds >= 0);
	assert_null(outcome->reports[index]);
	outcome->reports[index] = memcpy(malloc(length + 1), report, length + 1);
	outcome->lengths[index] = length;
	outcome->failures[index] = failure ? strdup(failure) : NULL;
	outcome->done++;
}

static void run(size_t count, unsigned workers,
		void (*work)(size_t index, void *context, struct text *report),
		struct outcome *outcome)
{
	struct parallel_request request = {
		.count = count,
		.workers = workers,
		.work = work,
		.done = keep,
		.context = outcome,
	};
	char *error = NULL;

	memset(outcome, 0, sizeof(*outcome));
	assert_true(parallel_run(&request, &error));
	assert_null(error);
	assert_int_equal(outcome->done, count);
}

static void free_outcome(struct outcome *outcome)
{
	for (size_t i = 0; i < MOST; i++) {
		free(outcome->reports[i]);
		free(outcome->failures[i]);
	}
}

static void say_own_number(size_t index, void *context, struct text *report)
{
	(void)context;
	text_add_format(report, "job %zu", index);
}

static void each_report_comes_back_to_its_job(void **state)
{
	struct outcome outcome;

	(void)state;
	for (unsigned workers = 0; workers < 4; workers++) {
		run(40, workers, say_own_number, &outcome);
		for (size_t i = 0; i < 40; i++) {
			char *expected = text_format("job %zu", i);

			assert_string_equal(outcome.reports[i], expected);
			assert_null(outcome.failures[i]);
			free(expected);
		}
		free_outcome(&outcome);
	}
}

static void say_much(size_t index, void *context, struct text *report)
{
	(void)index, (void)context;
	for (int line = 0; line < 20000; line++)
		text_add(report, "a line that is neither long nor short\n");
}

static void a_report_may_be_longer_than_a_pipe(void **state)
{
	struct outcome outcome;

	(void)state;
	run(3, 2, say_much, &outcome);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(strlen(outcome.reports[i]), 20000 * 38);
	free_outcome(&outcome);
}

static void say_any_bytes(size_t index, void *context, struct text *report)
{
	(void)index, (void)context;
	text_add_bytes(report, "a\0b\xff\n", 5);
}

static void a_report_may_hold_any_bytes(void **state)
{
	struct outcome outcome;

	(void)state;
	run(1, 1, say_any_bytes, &outcome);
	assert_int_equal(outcome.lengths[0], 5);
	assert_memory_equal(outcome.reports[0], "a\0b\xff\n", 6);
	free_outcome(&outcome);
}

static void crash_if_odd(size_t index, void *context, struct text *report)
{
	static const struct rlimit no_core = { 0 };

	say_own_number(index, context, report);
	setrlimit(RLIMIT_CORE, &no_core);
	if (index % 2) {
		signal(SIGABRT, SIG_DFL);
		abort();
	}
}

static void a_job_that_crashes_fails_alone(void **state)
{
	struct outcome outcome;

	(void)state;
	run(6, 3, crash_if_odd, &outcome);
	for (size_t i = 0; i < 6; i++) {
		if (i % 2)
			assert_non_null(strstr(outcome.failures[i], "crashed over it"));
		else
			assert_null(outcome.failures[i]);
		assert_int_equal(strlen(outcome.reports[i]), i % 2 ? 0 : 5);
	}
	free_outcome(&outcome);
}

static void no_job_is_done_at_once(void **state)
{
	struct outcome outcome;

	(void)state;
	run(0, 0, say_own_number, &outcome);
}

/* ---- interrupts ----------------------------------------------------------------- */

/* In a process of its own, since an interrupt stays requested. */
static void hold_apart(bool (*holds)(void))
{
	pid_t caller = fork();
	int status;

	if (caller == 0) {
		alarm(100); /* if it hangs */
		interrupt_catch();
		_exit(holds() ? 0 : 1);
	}
	assert_int_equal(waitpid(caller, &status, 0), caller);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static bool is_told(void)
{
	struct pollfd wait = { .fd = interrupt_descriptor(), .events = POLLIN };

	return poll(&wait, 1, 0) > 0;
}

static int signs[2]; /* a pipe: bytes by which jobs follow one another */

static void give_sign(void)
{
	assert_int_equal(write(signs[1], "", 1), 1);
}

static void await_sign(void)
{
	char sign;

	assert_int_equal(read(signs[0], &sign, 1), 1);
}

/* The first is interrupted, alone; the second looks thereafter. */
static void be_interrupted_or_look(size_t index, void *context, struct text *report)
{
	(void)context;
	if (index == 0) {
		raise(SIGTERM);
		give_sign();
		return;
	}
	await_sign();
	text_add(report, is_told() ? "told" : "left alone");
}

static void note_told(size_t index, const char *report, size_t length, double seconds,
		      const char *failure, void *context)
{
	bool *good = context;

	(void)length, (void)seconds;
	*good &= index == 0 ? failure != NULL
			    : !failure && strcmp(report, "left alone") == 0;
}

static bool interrupts_are_apart(void)
{
	bool good = pipe(signs) == 0;
	struct parallel_request request = {
		.count = 2,
		.workers = 2,
		.work = be_interrupted_or_look,
		.done = note_told,
		.context = &good,
	};

	return parallel_run(&request, NULL) && good && !is_told() &&
	       !interrupt_requested();
}

static void an_interrupt_of_one_job_is_none_of_another(void **state)
{
	(void)state;
	hold_apart(interrupts_are_apart);
}

/* The last of them sees to it that the caller is interrupted while all are waiting. */
static void wait_to_be_told(size_t index, void *context, struct text *report)
{
	struct pollfd wait = { .fd = interrupt_descriptor(), .events = POLLIN };

	(void)context, (void)report;
	if (index < 2)
		give_sign();
	for (size_t i = 0; i < index && index == 2; i++)
		await_sign();
	if (index == 2)
		kill(getppid(), SIGTERM);
	while (!interrupt_requested())
		poll(&wait, 1, -1);
}

static void note_nothing(size_t index, const char *report, size_t length, double seconds,
			 const char *failure, void *context)
{
	(void)index, (void)report, (void)length, (void)seconds, (void)failure,
		(void)context;
}

static bool interrupt_ends_all(void)
{
	struct parallel_request request = {
		.count = 4,
		.workers = 3,
		.work = wait_to_be_told,
		.done = note_nothing,
	};
	char *error = NULL;

	return pipe(signs) == 0 && !parallel_run(&request, &error) &&
	       strcmp(error, "interrupted") == 0 && interrupt_requested() &&
	       waitpid(-1, NULL, WNOHANG) < 0;
}

static void an_interrupt_of_the_caller_ends_every_job(void **state)
{
	(void)state;
	hold_apart(interrupt_ends_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_report_comes_back_to_its_job),
		cmocka_unit_test(a_report_may_be_longer_than_a_pipe),
		cmocka_unit_test(a_report_may_hold_any_bytes),
		cmocka_unit_test(a_job_that_crashes_fails_alone),
		cmocka_unit_test(no_job_is_done_at_once),
		cmocka_unit_test(an_interrupt_of_one_job_is_none_of_another),
		cmocka_unit_test(an_interrupt_of_the_caller_ends_every_job),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
