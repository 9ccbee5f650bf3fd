/* Stacks: taken, guarded, given back, and what happens when there are no more. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <pthread.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sanitizer.h"
#include "stack.h"

static bool under(const char *what)
{
	const char *now = getenv("TEST_UNDER");

	return now && strcmp(now, what) == 0;
}

/* A child that has taken no stack yet, so that each test begins anew. Gives its
 * wait status. */
static int in_child(void (*function)(void))
{
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		signal(SIGSEGV, SIG_DFL);
		function();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return status;
}

#define CHECK(condition)                                                                 \
	do {                                                                             \
		if (!(condition))                                                        \
			_exit(__LINE__ % 250 + 1);                                       \
	} while (0)

/* ---- */

static void take_give_take(void)
{
	struct stack first = stack_take();
	struct stack second = stack_take();
	struct stack again;

	CHECK(first.bottom && second.bottom && first.bottom != second.bottom);
	stack_give_back(first);
	again = stack_take();
	CHECK(again.bottom == first.bottom && again.size == first.size);
}

static void what_is_given_back_is_taken_next(void **state)
{
	(void)state;
	assert_int_equal(in_child(take_give_take), 0);
}

static void fill_many(void)
{
	enum { COUNT = 300 };
	struct stack stacks[COUNT];

	for (int i = 0; i < COUNT; i++) {
		stacks[i] = stack_take();
		CHECK(stacks[i].size > 8192);
		memset(stacks[i].bottom, i, 64);
		memset(stacks[i].bottom + stacks[i].size - 64, i, 64);
	}
	for (int i = 0; i < COUNT; i++)
		for (int j = 0; j < 64; j++) {
			CHECK(stacks[i].bottom[j] == (char)i);
			CHECK(stacks[i].bottom[stacks[i].size - 1 - (size_t)j] ==
			      (char)i);
		}
}

static void no_two_overlap(void **state)
{
	(void)state;
	assert_int_equal(in_child(fill_many), 0);
}

/* ---- guards ---- */

static void step_below(void)
{
	struct stack stack = stack_take();
	volatile char *below = stack.bottom - 1;

	CHECK(stack_is_guard(stack.bottom - 1));
	CHECK(!stack_is_guard(stack.bottom));
	*below = 1;
}

static void step_below_of_older_kernel(void)
{
	stack_guard_without_advice = true;
	step_below();
}

/* A sanitizer makes an exit status of the signal. */
static void assert_segfault(int status)
{
	assert_true(status != 0);
	if (!SANITIZER_IS_ON) {
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGSEGV);
	}
}

static void below_a_stack_is_a_guard(void **state)
{
	(void)state;
	assert_segfault(in_child(step_below));
}

static void below_a_stack_is_a_guard_by_mprotect(void **state)
{
	(void)state;
	assert_segfault(in_child(step_below_of_older_kernel));
}

static void take_forty_thousand(void)
{
	stack_guard_without_advice = true;
	for (int i = 0; i < 40000; i++)
		CHECK(stack_take().bottom);
}

/* vm.max_map_count is 65,530: two mappings a stack would end at half of it. */
static void guards_leave_room_for_mappings(void **state)
{
	(void)state;
	if (!under("plain"))
		skip();
	assert_int_equal(in_child(take_forty_thousand), 0);
}

/* ---- between threads ---- */

enum { IN_THREAD = 10 };

static void *take_and_give_back(void *bottoms)
{
	struct stack stacks[IN_THREAD];

	for (int i = 0; i < IN_THREAD; i++)
		stacks[i] = stack_take();
	for (int i = 0; i < IN_THREAD; i++) {
		((uintptr_t *)bottoms)[i] = (uintptr_t)stacks[i].bottom;
		stack_give_back(stacks[i]);
	}
	return NULL;
}

static void run_in_thread(uintptr_t bottoms[])
{
	pthread_t thread;

	CHECK(pthread_create(&thread, NULL, take_and_give_back, bottoms) == 0);
	CHECK(pthread_join(thread, NULL) == 0);
}

static void two_threads(void)
{
	uintptr_t first[IN_THREAD], second[IN_THREAD];

	run_in_thread(first);
	run_in_thread(second);
	for (int i = 0; i < IN_THREAD; i++) {
		bool seen = false;

		for (int j = 0; j < IN_THREAD; j++)
			seen = seen || first[j] == second[i];
		CHECK(seen);
	}
}

static void stacks_of_an_ended_thread_are_used_again(void **state)
{
	(void)state;
	assert_int_equal(in_child(two_threads), 0);
}

/* ---- their size ---- */

static void set_size(void)
{
	struct stack stack;

	CHECK(stack_set_size(100000));
	stack = stack_take();
	CHECK(stack.size > 100000 && stack.size < 131072);
	CHECK(!stack_set_size(1 << 20));
}

static void the_size_can_be_set_before_the_first(void **state)
{
	(void)state;
	assert_int_equal(in_child(set_size), 0);
}

static void size_from_environment(void)
{
	setenv("ASYNC_STACK_SIZE", "262144", 1);
	CHECK(stack_take().size > 250000);
}

static void the_environment_sets_the_size(void **state)
{
	(void)state;
	assert_int_equal(in_child(size_from_environment), 0);
}

static void take_all(void)
{
	struct rlimit limit = { 1 << 28, 1 << 28 };

	CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
	for (int i = 0; i < 1 << 20; i++)
		if (!stack_take().bottom)
			return;
	CHECK(false);
}

static void without_memory_there_is_none(void **state)
{
	(void)state;
	if (!under("plain"))
		skip(); /* others have more than that already */
	assert_int_equal(in_child(take_all), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_given_back_is_taken_next),
		cmocka_unit_test(no_two_overlap),
		cmocka_unit_test(below_a_stack_is_a_guard),
		cmocka_unit_test(below_a_stack_is_a_guard_by_mprotect),
		cmocka_unit_test(guards_leave_room_for_mappings),
		cmocka_unit_test(stacks_of_an_ended_thread_are_used_again),
		cmocka_unit_test(the_size_can_be_set_before_the_first),
		cmocka_unit_test(the_environment_sets_the_size),
		cmocka_unit_test(without_memory_there_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
