/* A late machine excuses what came behind its delay, and nothing that came before. */
#define _GNU_SOURCE
#include "fixture.h"

#include "course/check_work.h"
#include "judge/divergence.h"
#include "judge/tolerance.h"

#define MILLISECOND INT64_C(1000000)
#define SECOND      NANOSECONDS_PER_SECOND

/* A program that began at that moment of the machine's clock. */
static const nanoseconds start = 5000 * SECOND;

/* Delays of one second each, so many seconds after the start. */
#define DELAYS(speed, ...)                                                               \
	delays_at((double[]){ __VA_ARGS__ },                                             \
		  sizeof((double[]){ __VA_ARGS__ }) / sizeof(double), speed)

static struct delays delays_at(const double *at, size_t count, double speed)
{
	struct late_beat beats[4] = { 0 };
	struct metronome metronome = { .beats = beats };
	struct delays delays = { 0 };

	for (; metronome.count < count; metronome.count++) {
		beats[metronome.count] = (struct late_beat){
			.due = start + (nanoseconds)(at[metronome.count] * 1e9),
			.late = SECOND,
		};
		metronome.excuse += SECOND;
	}
	work_note_delays(&delays, &metronome, speed, start);
	return delays;
}

static enum divergence_kind judge(struct delays *delays, const char *actual_lines)
{
	struct tolerance tolerance = { .early = 20, .late = 250, .delays = delays };
	struct timed_output expected, actual;
	struct divergence found;
	char *error = NULL;
	int line;

	assert_true(timed_output_parse("1.000 | one\n2.000 | two\n3.000 | three\n",
				       &expected, &error, &line));
	assert_true(timed_output_parse(actual_lines, &actual, &error, &line));
	found = divergence_find(&expected, &actual, tolerance);
	timed_output_free(&expected);
	timed_output_free(&actual);
	return found.kind;
}

static void a_delay_excuses_all_that_comes_behind_it(void **state)
{
	struct delays delays = DELAYS(1, 1.5);

	(void)state;
	assert_int_equal(judge(&delays, "1.000 | one\n3.000 | two\n4.000 | three\n"),
			 DIVERGENCE_NONE);
	assert_int_equal(judge(&delays, "1.000 | one\n3.251 | two\n4.000 | three\n"),
			 DIVERGENCE_LATE);
	delays_free(&delays);
}

static void a_delay_excuses_nothing_that_came_before_it(void **state)
{
	struct delays delays = DELAYS(1, 3.5);

	(void)state;
	assert_int_equal(judge(&delays, "1.000 | one\n3.000 | two\n4.500 | three\n"),
			 DIVERGENCE_LATE);
	/* Nor what should have come before it, and came in it. */
	assert_int_equal(judge(&delays, "1.000 | one\n2.000 | two\n3.700 | three\n"),
			 DIVERGENCE_LATE);
	delays_free(&delays);
}

static void of_a_delay_under_way_counts_what_has_passed(void **state)
{
	struct delays delays = DELAYS(1, 1.8);

	(void)state;
	assert_int_equal(judge(&delays, "1.000 | one\n2.600 | two\n3.500 | three\n"),
			 DIVERGENCE_NONE);
	assert_int_equal(delays_until(&delays, 1800), 0);
	assert_int_equal(delays_until(&delays, 2000), 200);
	assert_int_equal(delays_until(&delays, 9000), 1000);
	delays_free(&delays);
}

static void delays_add_up(void **state)
{
	struct delays delays = DELAYS(1, 0.5, 2.5);

	(void)state;
	assert_int_equal(judge(&delays, "2.000 | one\n3.000 | two\n5.000 | three\n"),
			 DIVERGENCE_NONE);
	assert_int_equal(judge(&delays, "2.000 | one\n4.600 | two\n5.000 | three\n"),
			 DIVERGENCE_LATE);
	delays_free(&delays);
}

static void a_late_machine_makes_nobody_early(void **state)
{
	struct delays delays = DELAYS(1, 0.1);

	(void)state;
	assert_int_equal(judge(&delays, "0.900 | one\n2.000 | two\n3.000 | three\n"),
			 DIVERGENCE_EARLY);
	delays_free(&delays);
}

/* Before the first instruction, the machine held up nothing. */
static void what_was_late_before_the_start_does_not_count(void **state)
{
	struct delays delays = DELAYS(1, -0.6);

	(void)state;
	assert_int_equal(delays_until(&delays, 3000), 400);
	delays_free(&delays);
	delays = DELAYS(1, -3);
	assert_int_equal(delays_until(&delays, 3000), 0);
	delays_free(&delays);
}

static void on_a_faster_clock_a_delay_is_longer_and_comes_later(void **state)
{
	struct delays delays = DELAYS(10, 1.5);

	(void)state;
	assert_int_equal(delays_until(&delays, 15000), 0);
	assert_int_equal(delays_until(&delays, 17000), 2000);
	assert_int_equal(delays_until(&delays, 60000), 10000);
	delays_free(&delays);
}

static void what_the_program_did_itself_is_not_excused(void **state)
{
	struct late_beat beat = { .due = start, .late = SECOND };
	struct metronome metronome = { .beats = &beat,
				       .count = 1,
				       .excuse = 300 * MILLISECOND };
	struct delays delays = { 0 };

	(void)state;
	work_note_delays(&delays, &metronome, 1, start);
	assert_int_equal(delays_until(&delays, 2000), 300);
	delays_free(&delays);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_delay_excuses_all_that_comes_behind_it),
		cmocka_unit_test(a_delay_excuses_nothing_that_came_before_it),
		cmocka_unit_test(of_a_delay_under_way_counts_what_has_passed),
		cmocka_unit_test(delays_add_up),
		cmocka_unit_test(a_late_machine_makes_nobody_early),
		cmocka_unit_test(what_was_late_before_the_start_does_not_count),
		cmocka_unit_test(on_a_faster_clock_a_delay_is_longer_and_comes_later),
		cmocka_unit_test(what_the_program_did_itself_is_not_excused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
