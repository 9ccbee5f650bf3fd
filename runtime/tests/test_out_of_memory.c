/* Where there is no memory, MemoryError is raised, and the program goes on. */
#include <setjmp.h>
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

async (void, sleeper)
{
	await (async_sleep(3600));
}

generator (int, numbers)
{
	yield (1);
}

async (int, quick)
{
	await (async_sleep(0));
	return 42;
}

async (int, creates_too_many)
{
	volatile int caught = 0;

	for (volatile int attempt = 0; attempt < 3; attempt++) {
		try {
			for (;;)
				(void)create_task(sleeper());
		} except (MemoryError, e) {
			caught++;
		} end_try
	}
	try {
		for (;;)
			(void)next(numbers());
	} except (MemoryError, e) {
		caught++;
	} end_try
	return caught == 4 ? 0 : 1;
}

async (int, goes_on_after_that)
{
	Task(int) task = create_task(quick());
	volatile int caught = 0;

	await (async_sleep(0));
	try {
		for (;;)
			(void)create_task(sleeper());
	} except (MemoryError, e) {
		caught++;
	} end_try
	await (async_sleep(0));
	return caught == 1 && await (task) == 42 ? 0 : 1;
}

static int status_with_little_memory(int (*program)(void))
{
	struct rlimit limit = { 100 << 20, 100 << 20 };
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		setrlimit(RLIMIT_AS, &limit);
		exit(program());
	}
	waitpid(child, &status, 0);
	return status;
}

static int run_creates_too_many(void)
{
	return async_run(creates_too_many());
}

static int run_goes_on_after_that(void)
{
	return async_run(goes_on_after_that());
}

/* Sanitizers and valgrind want more memory than that for themselves. */
static bool not_here(void)
{
	const char *under = getenv("TEST_UNDER");

	return under && strcmp(under, "plain") != 0;
}

static void too_many_tasks_and_generators(void **state)
{
	(void)state;
	if (not_here())
		skip();
	assert_int_equal(status_with_little_memory(run_creates_too_many), 0);
}

static void those_that_are_there_go_on(void **state)
{
	(void)state;
	if (not_here())
		skip();
	assert_int_equal(status_with_little_memory(run_goes_on_after_that), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_many_tasks_and_generators),
		cmocka_unit_test(those_that_are_there_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
