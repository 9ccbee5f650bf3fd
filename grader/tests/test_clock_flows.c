/*
 * Clocks that flow: the machine's, a faster one, and the virtual one where a program
 * cannot be reached.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text/text.h"
#include "timed_run.h"

static struct program_result run_on(enum clock_mode clock, double speed,
				    const char *command, char **text)
{
	char *arguments[] = { "sh", "-c", (char *)command, NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;

	request.clock = clock;
	request.speed = speed;
	*text = timed_run(&request, &result);
	assert_int_equal(result.end, PROGRAM_EXITED);
	return result;
}

static void a_real_clock_is_never_early(void **state)
{
	char *text;
	struct program_result result = run_on(CLOCK_REAL, 1, "sleep 0.2; echo a", &text);

	(void)state;
	assert_int_equal(result.line_count, 1);
	assert_true(result.lines[0].at >= 200000000);
	assert_true(result.real_seconds >= 0.2);
	free(text);
	program_result_free(&result);
}

/* Runs a program that says what time it is at its first instruction, on the machine's
 * clock: was that before the moment 0 of its stamps? */
static bool began_before_its_clock(const char *name)
{
	char *arguments[] = { timed_program(name), "tell_the_time", NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	nanoseconds first;
	bool before;

	request.clock = CLOCK_REAL;
	free(timed_run(&request, &result));
	first = result.line_count == 1 ? strtoll(result.lines[0].text, NULL, 10) : 0;
	before = first < result.clock_start ||
		 first > result.clock_start + result.lines[0].at;
	program_result_free(&result);
	return before;
}

/* Nobody's stamps are early because the grader was late when it looked at its watch. */
static void a_real_clock_begins_with_the_program(void **state)
{
	int early = 0;
	pid_t busy[8];

	(void)state;
	timed_keep_busy(busy, 8);
	for (int i = 0; i < 40; i++)
		early += began_before_its_clock("misbehave") +
			 began_before_its_clock("static_sleeper");
	timed_end_busy(busy, 8);
	assert_int_equal(early, 0);
}

static void a_scaled_clock_goes_faster(void **state)
{
	char *text;
	struct program_result result =
		run_on(CLOCK_SCALED, 100, "sleep 20; echo a", &text);

	(void)state;
	assert_int_equal(result.line_count, 1);
	assert_true(result.lines[0].at >= 20 * NANOSECONDS_PER_SECOND);
	assert_true(result.real_seconds >= 0.2);
	assert_true(result.real_seconds < 15);
	free(text);
	program_result_free(&result);
}

/* A static program cannot be reached; that is said, and its time is real. */
static void who_is_not_reached_has_real_time(void **state)
{
	char *text;
	struct program_result result =
		run_on(CLOCK_VIRTUAL, 1,
		       "sleep 100; echo a; $PROGRAMS/static_sleeper; echo b", &text);

	(void)state;
	assert_int_equal(result.line_count, 3);
	assert_int_equal(result.lines[0].at, 100 * NANOSECONDS_PER_SECOND);
	assert_true(result.lines[1].at >= 100 * NANOSECONDS_PER_SECOND + 190000000);
	assert_true(result.time_is_real);
	assert_non_null(strstr(result.unreached, "static_sleeper"));
	assert_true(result.real_seconds < 30);
	free(text);
	program_result_free(&result);
}

static void who_calls_the_kernel_has_real_time(void **state)
{
	static const char *const ways[] = { "sleep_by_kernel", "nap_by_kernel",
					    "wait_for_kernel" };

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		char *command = text_format("exec $PROGRAMS/misbehave %s", ways[i]);
		char *text;
		struct program_result result = run_on(CLOCK_VIRTUAL, 1, command, &text);

		assert_int_equal(result.line_count, 2);
		assert_int_equal(result.lines[0].at, NANOSECONDS_PER_SECOND);
		assert_true(result.lines[1].at >= NANOSECONDS_PER_SECOND + 190000000);
		assert_true(result.time_is_real);
		free(text);
		free(command);
		program_result_free(&result);
	}
}

/* nanosleep for 0.2 s, write, exit: as a kernel of 32 bits numbers them. */
static const char program_of_32_bits[] =
	".globl _start\n_start:\n"
	"mov $162, %eax\nmov $span, %ebx\nxor %ecx, %ecx\nint $0x80\n"
	"mov $4, %eax\nmov $1, %ebx\nmov $text, %ecx\nmov $6, %edx\nint $0x80\n"
	"mov $1, %eax\nxor %ebx, %ebx\nint $0x80\n"
	".data\nspan: .long 0, 200000000\ntext: .ascii \"slept\\n\"\n";

static void a_program_of_32_bits_has_real_time(void **state)
{
	char *folder = fixture_folder();
	char *make = text_format("cd %s && as --32 -o sleeper.o sleeper.s 2>/dev/null && "
				 "ld -m elf_i386 -o sleeper sleeper.o && "
				 "./sleeper >/dev/null",
				 folder);
	char *command = text_format("sleep 1; exec %s/sleeper", folder);
	struct program_result result;
	bool made;
	char *text;

	(void)state;
	fixture_write(folder, "sleeper.s", program_of_32_bits);
	made = system(make) == 0;
	if (made) {
		result = run_on(CLOCK_VIRTUAL, 1, command, &text);
		assert_string_equal(result.lines[0].text, "slept");
		assert_true(result.lines[0].at >= NANOSECONDS_PER_SECOND + 190000000);
		assert_true(result.time_is_real);
		assert_non_null(strstr(result.unreached, "sleeper"));
		free(text);
		program_result_free(&result);
	}
	free(command);
	free(make);
	fixture_remove(folder);
	if (!made) /* not on this machine */
		skip();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_real_clock_is_never_early),
		cmocka_unit_test(a_real_clock_begins_with_the_program),
		cmocka_unit_test(a_scaled_clock_goes_faster),
		cmocka_unit_test(who_is_not_reached_has_real_time),
		cmocka_unit_test(who_calls_the_kernel_has_real_time),
		cmocka_unit_test(a_program_of_32_bits_has_real_time),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
