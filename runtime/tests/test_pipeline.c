/* A pipeline over a log takes the same memory for any size of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../bench/pipeline.h"

/* Sanitizers and valgrind keep what is freed. */
static bool memory_can_be_measured(void)
{
	const char *under = getenv("TEST_UNDER");

	return !under || strcmp(under, "plain") == 0;
}

static void a_log_of_64_megabytes_takes_no_more_than_one_of_1(void **state)
{
	const size_t megabyte = 1000000 / LOG_LINE;
	struct peak small, large;

	(void)state;
	if (!memory_can_be_measured())
		skip();
	small = peak_of_pipeline(megabyte);
	large = peak_of_pipeline(64 * megabyte);
	assert_int_equal(small.lines, (megabyte + 3) / 4);
	assert_int_equal(large.lines, (64 * megabyte + 3) / 4);
	assert_in_range(large.kibibytes, 0, small.kibibytes + small.kibibytes / 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_log_of_64_megabytes_takes_no_more_than_one_of_1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
