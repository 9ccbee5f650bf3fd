/* A coroutine that runs out of its stack is told by name, on standard error. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <async.h>

#include "sanitizer.h"
#include "stack.h"

/* ---- programs that overflow ---- */

__attribute__((noinline)) static int deeper(int depth)
{
	volatile char some[500];

	some[0] = (char)depth;
	if (depth < 0)
		return 0;
	return deeper(depth + 1) + some[0];
}

async (void, falls_for_ever)
{
	printf("%d\n", deeper(0));
}

async (void, waits_for_another)
{
	Task(void) other = create_task(falls_for_ever());

	await (other);
}

generator (int, deep_numbers)
{
	yield (1);
	yield (deeper(0));
}

async (void, asks_a_generator)
{
	for_each (int, number, deep_numbers())
		printf("%d\n", number);
}

/* Far beyond the guard, without a step into it. */
async (void, keeps_a_large_array)
{
	volatile char large[200000];

	large[0] = 1;
	await (async_sleep(0));
	printf("%d\n", large[0]);
}

/* So that there are other stacks below. */
async (void, the_last_of_some)
{
	Task(void) tasks[10];

	for (int i = 0; i < 10; i++)
		tasks[i] = create_task(keeps_a_large_array());
	for (int i = 0; i < 10; i++)
		await (tasks[i]);
}

async (void, recurses_in_c_after_await)
{
	await (async_sleep(0));
	await (falls_for_ever());
}

/* ---- running them ---- */

struct outcome {
	int status;
	char said[4096];
};

static void run_child(void (*function)(void), int error)
{
	struct rlimit no_core = { 0, 0 };

	setrlimit(RLIMIT_CORE, &no_core);
	signal(SIGSEGV, SIG_DFL);
	signal(SIGABRT, SIG_DFL);
	dup2(error, STDERR_FILENO);
	function();
	_exit(0);
}

static struct outcome outcome_of(void (*function)(void))
{
	struct outcome outcome = { 0 };
	size_t used = 0;
	ssize_t more;
	int error[2];
	pid_t child;

	assert_int_equal(pipe(error), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		run_child(function, error[1]);
	close(error[1]);
	while ((more = read(error[0], outcome.said + used,
			    sizeof outcome.said - 1 - used)) > 0)
		used += (size_t)more;
	close(error[0]);
	waitpid(child, &outcome.status, 0);
	return outcome;
}

static bool is_crash(int status)
{
	return WIFSIGNALED(status) &&
	       (WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGABRT);
}

static void assert_overflow_of(const char *name, void (*function)(void))
{
	struct outcome outcome = outcome_of(function);
	char words[200];

	snprintf(words, sizeof words, "stack overflow in coroutine '%s'", name);
	if (!strstr(outcome.said, words))
		fail_msg("expected \"%s\" in: %s", words, outcome.said);
	assert_true(is_crash(outcome.status));
}

/* Sanitizers and valgrind have their own words for it. */
static int not_here(void)
{
	const char *under = getenv("TEST_UNDER");

	return SANITIZER_IS_ON || (under && strcmp(under, "valgrind") == 0);
}

#define TEST(name, object, coroutine_name)                                               \
	static void run_##name(void)                                                     \
	{                                                                                \
		async_run(object);                                                       \
	}                                                                                \
	static void name(void **state)                                                   \
	{                                                                                \
		(void)state;                                                             \
		if (not_here())                                                          \
			skip();                                                          \
		assert_overflow_of(coroutine_name, run_##name);                          \
	}

TEST(the_main_coroutine_is_named, falls_for_ever(), "falls_for_ever")
TEST(a_task_is_named, waits_for_another(), "falls_for_ever")
TEST(a_generator_is_named, asks_a_generator(), "deep_numbers")
TEST(the_stack_is_that_of_the_task, recurses_in_c_after_await(),
     "recurses_in_c_after_await")
TEST(a_frame_beyond_the_guard_is_seen_at_its_await, keeps_a_large_array(),
     "keeps_a_large_array")

TEST(and_when_it_lies_in_other_stacks, the_last_of_some(), "keeps_a_large_array")

static void run_without_advice(void)
{
	stack_guard_without_advice = true;
	async_run(falls_for_ever());
}

static void an_older_kernel_guards_too(void **state)
{
	(void)state;
	if (not_here())
		skip();
	assert_overflow_of("falls_for_ever", run_without_advice);
}

static void write_to_nowhere(void)
{
	volatile char *volatile nowhere = (char *)(uintptr_t)64;

	*nowhere = 1;
}

async (void, writes_to_nowhere)
{
	write_to_nowhere();
}

static void run_bad_pointer(void)
{
	async_run(writes_to_nowhere());
}

static void another_fault_is_not_called_an_overflow(void **state)
{
	struct outcome outcome;

	(void)state;
	if (not_here())
		skip();
	outcome = outcome_of(run_bad_pointer);
	assert_null(strstr(outcome.said, "overflow"));
	assert_true(is_crash(outcome.status));
}

static void run_with_larger_stacks(void)
{
	setenv("ASYNC_STACK_SIZE", "1000000", 1);
	async_run(keeps_a_large_array());
}

static void larger_stacks_hold_larger_arrays(void **state)
{
	(void)state;
	assert_int_equal(outcome_of(run_with_larger_stacks).status, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_main_coroutine_is_named),
		cmocka_unit_test(a_task_is_named),
		cmocka_unit_test(a_generator_is_named),
		cmocka_unit_test(the_stack_is_that_of_the_task),
		cmocka_unit_test(a_frame_beyond_the_guard_is_seen_at_its_await),
		cmocka_unit_test(and_when_it_lies_in_other_stacks),
		cmocka_unit_test(an_older_kernel_guards_too),
		cmocka_unit_test(another_fault_is_not_called_an_overflow),
		cmocka_unit_test(larger_stacks_hold_larger_arrays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
