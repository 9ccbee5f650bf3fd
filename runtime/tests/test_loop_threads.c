/* A loop in each of several threads, at once and one after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <async.h>

#include "stack.h"
#include "temporary.h"

async_generator (int, numbers, (int, count))
{
	for (int i = 0; i < count; i++) {
		yield (i);
		await (async_sleep(0));
	}
}

async (int, sum_of, (int, count))
{
	int sum = 0;

	async_for (int, number, numbers(count))
		sum += number;
	if (sum == 45)
		raise (ValueError, "%d", sum);
	return sum;
}

async (int, sum_of_all)
{
	Task(int) sums[20];
	volatile int all = 0;

	for (int i = 0; i < 20; i++)
		sums[i] = create_task(sum_of(i));
	for (int i = 0; i < 20; i++) {
		try {
			all += await (sums[i]);
		} except (ValueError, e) {
			all += 1000;
		} end_try
	}
	return all;
}

static void *run_loops(void *result)
{
	for (int i = 0; i < 3; i++)
		*(int *)result += async_run(sum_of_all());
	return NULL;
}

enum { THREADS = 4, ONE_LOOP = 1140 - 45 + 1000 };

static void each_thread_may_have_its_loop(void **state)
{
	pthread_t threads[THREADS];
	int results[THREADS] = { 0 };

	(void)state;
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(
			pthread_create(&threads[i], NULL, run_loops, &results[i]), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(results[i], 3 * ONE_LOOP);
}

static void and_the_main_thread_after_them(void **state)
{
	int result = 0;

	(void)state;
	run_loops(&result);
	assert_int_equal(result, 3 * ONE_LOOP);
}

/* ---- beside a loop that is under way ----
 *
 * The threads tell each other nothing but by flags that put nothing in order: what the
 * runtime shares between them is ordered by the runtime itself, or it is a race, and
 * ThreadSanitizer sees it each time. */

static atomic_bool is_under_way, is_done;

static void raise_flag(atomic_bool *flag)
{
	atomic_store_explicit(flag, true, memory_order_relaxed);
}

static bool is_raised(atomic_bool *flag)
{
	return atomic_load_explicit(flag, memory_order_relaxed);
}

async (void, stay_under_way)
{
	await (sum_of_all());
	raise_flag(&is_under_way);
	while (!is_raised(&is_done))
		await (async_sleep(0));
}

static void run_under_way(void)
{
	async_run(stay_under_way());
}

static void *do_when_it_is(void *deed)
{
	while (!is_raised(&is_under_way))
		sched_yield();
	(*(void (**)(void))deed)();
	raise_flag(&is_done);
	return NULL;
}

/* The deed in a thread, while `run` runs stay_under_way. */
static void do_beside(void (*deed)(void), void (*run)(void))
{
	pthread_t thread;

	is_under_way = is_done = false;
	assert_int_equal(pthread_create(&thread, NULL, do_when_it_is, &deed), 0);
	run();
	assert_int_equal(pthread_join(thread, NULL), 0);
}

static int found;

static void run_another(void)
{
	found = async_run(sum_of_all());
}

static void another_may_begin(void **state)
{
	(void)state;
	do_beside(run_another, run_under_way);
	assert_int_equal(found, ONE_LOOP);
}

/* As the handler of a fault asks, whichever thread has met it. */
static void look_for_guards(void)
{
	struct stack stack = { NULL, 0 };

	found = !stack_is_guard(&stack);
	stack = stack_take();
	found += stack_is_guard(stack.bottom - 1) && !stack_is_guard(stack.bottom);
	stack_give_back(stack);
}

/* More than were there. */
static void take_stacks_and_run(void)
{
	enum { MANY = 300 };
	struct stack taken[MANY];

	for (int i = 0; i < MANY; i++)
		taken[i] = stack_take();
	run_under_way();
	for (int i = 0; i < MANY; i++)
		stack_give_back(taken[i]);
}

static void a_guard_is_known_in_each_thread(void **state)
{
	(void)state;
	do_beside(look_for_guards, take_stacks_and_run);
	assert_int_equal(found, 2);
}

static void interrupt_this_thread(void)
{
	pthread_kill(pthread_self(), SIGINT);
}

async (void, stay_for_long)
{
	raise_flag(&is_under_way);
	await (async_sleep(3600));
}

static void run_until_interrupted(void)
{
	found = 0;
	try {
		async_run(stay_for_long());
	} except (KeyboardInterrupt) {
		found = 1;
	} end_try
}

static void whichever_thread_hears_ctrl_c_the_main_task_is_cancelled(void **state)
{
	(void)state;
	signal(SIGINT, SIG_DFL); /* who starts the tests may ignore it */
	do_beside(interrupt_this_thread, run_until_interrupted);
	assert_int_equal(found, 1);
}

blocking(size_t, measure, (const char *, text))
{
	if (!*text)
		raise (ValueError, "nothing to measure");
	return strlen(text);
}

async (int, use_the_world)
{
	char path[TEMPORARY_PATH];
	volatile int good = 0;

	temporary_path(path, "test_loop_threads");
	close(mkstemp(path));
	async_with (file, async_open(path, "w")) {
		await (file_write(file, "one\ntwo\n"));
	} end_with
	async_with (file, async_open(path, "r")) {
		async_for (char *, line, file)
			good += await (to_thread(measure, line)) == 3;
	} end_with
	unlink(path);
	try {
		await (to_thread(measure, ""));
	} except (ValueError) {
		good++;
	} end_try
	return good;
}

async (void, use_the_world_and_stay)
{
	int good = await (use_the_world());

	await (stay_under_way());
	found += good == 3;
}

static void run_and_use_the_world(void)
{
	async_run(use_the_world_and_stay());
}

static atomic_int found_beside;

static void use_the_world_beside(void)
{
	found_beside = async_run(use_the_world());
}

static void files_and_threads_may_be_used_by_both(void **state)
{
	(void)state;
	found = 0;
	do_beside(use_the_world_beside, run_and_use_the_world);
	assert_int_equal(found, 1);
	assert_int_equal(found_beside, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_thread_may_have_its_loop),
		cmocka_unit_test(and_the_main_thread_after_them),
		cmocka_unit_test(each_thread_may_have_its_loop),
		cmocka_unit_test(another_may_begin),
		cmocka_unit_test(a_guard_is_known_in_each_thread),
		cmocka_unit_test(
			whichever_thread_hears_ctrl_c_the_main_task_is_cancelled),
		cmocka_unit_test(files_and_threads_may_be_used_by_both),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
