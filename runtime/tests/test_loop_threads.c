/* A loop in each of several threads, at once and one after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>

#include <async.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_thread_may_have_its_loop),
		cmocka_unit_test(and_the_main_thread_after_them),
		cmocka_unit_test(each_thread_may_have_its_loop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
