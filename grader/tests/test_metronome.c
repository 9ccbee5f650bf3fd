/* The metronome tells how late the machine is, and does not take a program's own
 * lateness for the machine's. */
#define _GNU_SOURCE
#include "fixture.h"

#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run/metronome.h"

#define MILLISECOND INT64_C(1000000)

static void only_late_beats_count(void **state)
{
	struct metronome metronome = { 0 };

	(void)state;
	metronome_count(&metronome, 7, 7 + METRONOME_BEAT);
	metronome_count(&metronome, 7, 7 + METRONOME_BEAT - MILLISECOND);
	metronome_count(&metronome, 7, 7 + METRONOME_BEAT + MILLISECOND);
	assert_int_equal(metronome.count, 0);
	metronome_count(&metronome, 7, 7 + METRONOME_BEAT + 30 * MILLISECOND);
	metronome_count(&metronome, 70, 70 + METRONOME_BEAT + 2 * MILLISECOND);
	assert_int_equal(metronome.count, 2);
	assert_int_equal(metronome.beats[0].due, 7 + METRONOME_BEAT);
	assert_int_equal(metronome.beats[1].late, 2 * MILLISECOND);
	assert_int_equal(metronome_late(&metronome), 32 * MILLISECOND);
	metronome_free(&metronome);
}

/* A machine on which others ran for `others`, and the program for `own`. */
static nanoseconds excuse(nanoseconds late, nanoseconds others, nanoseconds own)
{
	struct late_beat beat = { 0, late };
	struct metronome metronome = {
		.beats = &beat,
		.count = 1,
		.before = { .machine = 70000 * MILLISECOND, .own = 20 * MILLISECOND },
	};
	struct metronome_use after = {
		.machine = metronome.before.machine + others + own,
		.own = metronome.before.own + own,
	};

	return metronome_excuse(&metronome, &after);
}

static void a_busy_machine_excuses_its_lateness(void **state)
{
	(void)state;
	assert_int_equal(excuse(800 * MILLISECOND, 6000 * MILLISECOND, 0),
			 800 * MILLISECOND);
	assert_int_equal(excuse(0, 6000 * MILLISECOND, 0), 0);
}

static void who_keeps_the_machine_busy_is_not_excused_by_it(void **state)
{
	(void)state;
	assert_int_equal(excuse(800 * MILLISECOND, 50 * MILLISECOND, 6000 * MILLISECOND),
			 50 * MILLISECOND);
	/* Ticks are coarse, and a child's time is not. */
	assert_int_equal(excuse(800 * MILLISECOND, -10 * MILLISECOND, 6000 * MILLISECOND),
			 0);
}

static void what_the_kernel_does_not_tell_is_no_reproach(void **state)
{
	struct late_beat beat = { 0, 7 };
	struct metronome metronome = {
		.beats = &beat,
		.count = 1,
		.before = { .machine = INT64_MAX },
	};
	struct metronome_use after = { .machine = INT64_MAX };

	(void)state;
	assert_int_equal(metronome_excuse(&metronome, &after), 7);
}

static nanoseconds now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * NANOSECONDS_PER_SECOND + time.tv_nsec;
}

/* In a process of its own: beats until a byte comes, and tells how late it was. */
static void beat_in_child(int orders, int answers)
{
	struct metronome metronome;
	nanoseconds late;
	char byte = 0;

	metronome_start(&metronome);
	if (write(answers, &byte, 1) != 1 || read(orders, &byte, 1) != 1)
		_exit(1);
	metronome_stop(&metronome);
	late = metronome_late(&metronome);
	_exit(write(answers, &late, sizeof(late)) != sizeof(late));
}

/* Who is stopped is as late as one who waits for a processor: also before the first
 * beat. */
static void a_stopped_metronome_is_late(void **state)
{
	int orders[2], answers[2], status;
	nanoseconds late, from, until;
	char byte;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(orders) | pipe(answers), 0);
	child = fork();
	if (child == 0)
		beat_in_child(orders[0], answers[1]);
	assert_int_equal(read(answers[0], &byte, 1), 1);
	kill(child, SIGSTOP);
	assert_int_equal(waitpid(child, &status, WUNTRACED), child);
	from = now();
	poll(NULL, 0, 40);
	until = now();
	kill(child, SIGCONT);
	assert_int_equal(write(orders[1], "", 1), 1);
	assert_int_equal(read(answers[0], &late, sizeof(late)), sizeof(late));
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	assert_true(late >= until - from - METRONOME_BEAT);
}

/* Not so who had the machine for himself: what he ran for was his own. */
static void a_program_that_fills_the_machine_runs_on_its_own_account(void **state)
{
	struct metronome metronome;
	struct metronome_use after;
	nanoseconds before_child;
	pid_t child;

	(void)state;
	metronome_start(&metronome);
	before_child = metronome.before.own;
	child = fork();
	if (child == 0) {
		while (clock() < CLOCKS_PER_SEC / 20)
			;
		_exit(0);
	}
	waitpid(child, NULL, 0);
	metronome_stop(&metronome);
	metronome_free(&metronome);
	after = metronome_use_so_far();
	assert_true(after.own - before_child >= 50 * MILLISECOND);
	assert_true(after.machine >= metronome.before.machine + 20 * MILLISECOND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_late_beats_count),
		cmocka_unit_test(a_busy_machine_excuses_its_lateness),
		cmocka_unit_test(who_keeps_the_machine_busy_is_not_excused_by_it),
		cmocka_unit_test(what_the_kernel_does_not_tell_is_no_reproach),
		cmocka_unit_test(a_stopped_metronome_is_late),
		cmocka_unit_test(
			a_program_that_fills_the_machine_runs_on_its_own_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
