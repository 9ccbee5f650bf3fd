/*
 * Running a program: whatever it does, the run comes to an end, says how, and
 * leaves nothing behind; and no stamp is the program's own to choose.
 */
#define _GNU_SOURCE
#include "fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run/interrupt.h"
#include "text/file.h"
#include "text/text.h"
#include "timed_run.h"

/* A child of this process that is not a test's own: something was left running. */
static void expect_nothing_left(void)
{
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static size_t count_descriptors(void)
{
	size_t count = 0;
	DIR *folder = opendir("/proc/self/fd");

	while (folder && readdir(folder))
		count++;
	if (folder)
		closedir(folder);
	return count;
}

/* `misbehave WAY`, and what must come of it; text NULL: anything. */
struct expectation {
	const char *way;
	enum program_end end;
	int status;
	const char *text;
	double ended_at;
};

static struct program_limits small_limits(void)
{
	struct program_limits limits = program_limits_default;

	limits.real_seconds = 30;
	limits.cpu_seconds = 0.2;
	limits.output_bytes = 100000;
	limits.memory_bytes = 64 << 20;
	limits.file_bytes = 1 << 20;
	limits.processes = 16;
	return limits;
}

static void expect(const struct expectation *expected)
{
	char *arguments[] = { timed_program("misbehave"), (char *)expected->way, NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	size_t descriptors = count_descriptors();
	char *text;

	request.limits = small_limits();
	text = timed_run(&request, &result);
	if (result.end != expected->end || result.status != expected->status)
		print_message("%s: end %d, status %d, %s\n%s", expected->way, result.end,
			      result.status, result.error ? result.error : "", text);
	assert_int_equal(result.end, expected->end);
	assert_int_equal(result.status, expected->status);
	if (expected->text)
		assert_string_equal(text, expected->text);
	if (expected->ended_at >= 0)
		assert_int_equal(result.ended_at / 1000000,
				 (nanoseconds)(expected->ended_at * 1000));
	assert_true(result.real_seconds < 25);
	free(text);
	program_result_free(&result);
	expect_nothing_left();
	assert_int_equal(count_descriptors(), descriptors);
}

static void limits_end_a_program(void **state)
{
	static const struct expectation cases[] = {
		{ "spin", PROGRAM_CPU_LIMIT, 0, "", 0 },
		{ "print", PROGRAM_OUTPUT_LIMIT, 0, NULL, 0 },
		{ "print_one_line", PROGRAM_OUTPUT_LIMIT, 0, NULL, 0 },
		{ "sleep_for_ever", PROGRAM_VIRTUAL_LIMIT, 0, "", 25 * 3600 },
		{ "allocate", PROGRAM_MEMORY_LIMIT, 0, "", 0 },
		{ "fork_without_end", PROGRAM_MEMORY_LIMIT, 0, "", 0 },
		{ "start_threads", PROGRAM_MEMORY_LIMIT, 0, "", 0 },
		{ "fill_file", PROGRAM_OUTPUT_LIMIT, SIGXFSZ, "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

/* So that a machine which is too busy for the grader does not run out of processes before
 * it has counted them: 128 are made at once, 128 by a millisecond each, 128 by two. */
static void who_makes_many_processes_is_held_up(void **state)
{
	char *arguments[] = { timed_program("misbehave"), "fork_many", NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	char *text;

	(void)state;
	request.limits.processes = 0;
	text = timed_run(&request, &result);
	assert_int_equal(result.end, PROGRAM_SIGNALED);
	assert_true(result.real_seconds > 0.128 + 2 * 0.128);
	free(text);
	program_result_free(&result);
}

static void a_deadlock_is_seen_at_once(void **state)
{
	static const struct expectation cases[] = {
		{ "deadlock", PROGRAM_DEADLOCK, 0, "   0.000 | waiting\n", 0 },
		{ "lock_twice", PROGRAM_DEADLOCK, 0, "", 1 },
		{ "stop", PROGRAM_DEADLOCK, 0, "", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

static void every_way_to_end_is_an_end(void **state)
{
	static const struct expectation cases[] = {
		{ "close_output", PROGRAM_EXITED, 0, "", 2 },
		{ "crash", PROGRAM_SIGNALED, SIGSEGV, "   0.000 | before\n", 0 },
		{ "leave_daemon", PROGRAM_EXITED, 0, "   0.000 | bye\n", 0 },
		{ "kill_child", PROGRAM_EXITED, 0,
		  "   2.000 | killed by 9\n   3.000 | done\n", 3 },
		{ "kill_group", PROGRAM_SIGNALED, SIGKILL, "", 0 },
		{ "leave_zombies", PROGRAM_EXITED, 0, "   1.000 | done\n", 1 },
		{ "end_first_thread", PROGRAM_EXITED, 3, "   2.000 | the other thread\n",
		  2 },
		{ "leave_a_sleep", PROGRAM_EXITED, 0,
		  "   1.000 | left\n   5.000 | child\n   5.000 | parent\n", 5 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

/* Who closes our descriptors, or writes where he should not, harms himself alone. */
static void attacks_on_the_clock_change_no_stamp(void **state)
{
	static const struct expectation cases[] = {
		{ "close_everything", PROGRAM_EXITED, 0,
		  "   2.000 | still here\n   3.000 | a child\n   4.000 | after exec\n",
		  4 },
		{ "write_page", PROGRAM_EXITED, 0, "   1.000 | one\n", 1 },
		{ "flood_channel", PROGRAM_EXITED, 0, "   2.000 | two\n", 2 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(&cases[i]);
}

/* What comes of it cannot be said, only that it ends, and that the line which was
 * printed before has its time. */
static void garbage_on_the_board_is_survived(void **state)
{
	static const char *const ways[] = { "write_slots", "write_slots_while_sleeping" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		char *arguments[] = { timed_program("misbehave"), (char *)ways[i], NULL };
		struct program_request request = timed_request(arguments);
		struct program_result result;

		request.limits = small_limits();
		request.limits.real_seconds = 3;
		program_run(&request, &result);
		assert_int_not_equal(result.end, PROGRAM_NOT_STARTED);
		if (i == 0) {
			assert_int_equal(result.line_count, 1);
			assert_int_equal(result.lines[0].at, NANOSECONDS_PER_SECOND);
		}
		program_result_free(&result);
		expect_nothing_left();
	}
}

static void bytes_are_kept_as_they_are(void **state)
{
	char *arguments[] = { timed_program("misbehave"), "print_bytes", NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;

	(void)state;
	program_run(&request, &result);
	assert_int_equal(result.line_count, 2);
	assert_int_equal(result.lines[0].length, 8);
	assert_memory_equal(result.lines[0].text, "a\0b\033[2J\xff", 9);
	assert_true(result.lines[0].newline);
	assert_string_equal(result.lines[1].text, "last");
	assert_false(result.lines[1].newline);
	program_result_free(&result);
}

static void a_long_line_is_cut(void **state)
{
	char *arguments[] = { "sh", "-c", "echo 0123456789; echo 01234567; echo ok",
			      NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;

	(void)state;
	request.limits.line_bytes = 8;
	program_run(&request, &result);
	assert_int_equal(result.line_count, 3);
	assert_string_equal(result.lines[0].text, "01234567");
	assert_true(result.lines[0].cut);
	assert_string_equal(result.lines[1].text, "01234567");
	assert_false(result.lines[1].cut);
	program_result_free(&result);
}

static void a_line_has_the_time_of_its_first_byte(void **state)
{
	(void)state;
	timed_expect("printf a; sleep 1; printf b; sleep 1; echo c; sleep 1; printf d",
		     "   0.000 | abc\n"
		     "   3.000 | d\n");
}

static void streams_are_told_apart(void **state)
{
	char *arguments[] = { "sh", "-c", "echo a; sleep 1; echo b >&2; sleep 1; echo c",
			      NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;

	(void)state;
	request.one_channel = false;
	program_run(&request, &result);
	assert_int_equal(result.line_count, 3);
	assert_int_equal(result.lines[0].stream, STREAM_OUTPUT);
	assert_int_equal(result.lines[1].stream, STREAM_ERROR);
	assert_int_equal(result.lines[1].at, NANOSECONDS_PER_SECOND);
	assert_int_equal(result.lines[2].stream, STREAM_OUTPUT);
	program_result_free(&result);
}

/* A wrong program that prints what lies beside its array prints the same each time. */
static void memory_lies_at_the_same_addresses_each_time(void **state)
{
	char *arguments[] = { "cut", "-d", " ", "-f", "1", "/proc/self/maps", NULL };
	struct program_request request = timed_request(arguments);
	struct program_result first, second;

	(void)state;
	program_run(&request, &first);
	program_run(&request, &second);
	assert_true(first.line_count > 5);
	assert_int_equal(second.line_count, first.line_count);
	for (size_t i = 0; i < first.line_count; i++)
		assert_string_equal(second.lines[i].text, first.lines[i].text);
	program_result_free(&second);
	program_result_free(&first);
}

static void note_line(const struct timed_line *line, void *context)
{
	text_add_format(context, "%s;", line->text);
}

static void lines_are_told_as_they_come(void **state)
{
	char *arguments[] = { "sh", "-c", "echo a; sleep 1; printf b", NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	struct text seen = { 0 };

	(void)state;
	request.on_line = note_line;
	request.context = &seen;
	program_run(&request, &result);
	assert_string_equal(seen.bytes, "a;b;");
	text_free(&seen);
	program_result_free(&result);
}

static void it_starts_clean_and_where_it_is_told(void **state)
{
	char *folder = fixture_folder();
	char *own[] = { timed_program("misbehave"), "show_surroundings", NULL };
	char *shell[] = { "sh", "-c", "pwd; echo $COLOUR; cat", NULL };
	char *environment[] = { "COLOUR=green", "PATH=/usr/bin:/bin", NULL };
	struct program_request request = timed_request(own);
	struct program_result result;
	char *input = text_format("%s/input", folder);
	char *text;
	int leaked = open("/", O_RDONLY);

	(void)state;
	text = timed_run(&request, &result);
	assert_string_equal(text, "   0.000 | files 0, leader 1, input 0\n");
	free(text);
	program_result_free(&result);
	close(leaked);

	fixture_write(folder, "input", "given\n");
	request = timed_request(shell);
	request.directory = folder;
	request.environment = environment;
	request.input = input;
	program_run(&request, &result);
	assert_int_equal(result.line_count, 3);
	assert_string_equal(result.lines[0].text, folder);
	assert_string_equal(result.lines[1].text, "green");
	assert_string_equal(result.lines[2].text, "given");
	program_result_free(&result);
	free(input);
	fixture_remove(folder);
}

static void what_cannot_be_started_is_said(void **state)
{
	char *missing[] = { "/nowhere/to/be/found", NULL };
	char *folder[] = { "/", NULL };
	char *fine[] = { "true", NULL };
	struct program_request requests[] = {
		timed_request(missing),
		timed_request(folder),
		timed_request(fine),
		timed_request(fine),
	};
	const char *words[] = {
		"/nowhere/to/be/found: No such file",
		"/: Permission denied",
		"/no/folder",
		"/no/input: No such file",
	};

	(void)state;
	requests[2].directory = "/no/folder";
	requests[3].input = "/no/input";
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		struct program_result result;

		program_run(&requests[i], &result);
		assert_int_equal(result.end, PROGRAM_NOT_STARTED);
		assert_non_null(result.error);
		assert_non_null(strstr(result.error, words[i]));
		program_result_free(&result);
		expect_nothing_left();
	}
}

/* The folder of the course is called as its owner likes. */
static void the_clock_may_lie_in_any_folder(void **state)
{
	static const char *const folders[] = { "a blank", "a:colon", "a$ORIGIN", "\"'" };
	char *arguments[] = { "sh", "-c", "env -i sleep 3; echo done", NULL };
	struct program_request request = timed_request(arguments);
	char *place = fixture_folder();
	char *library = realpath(getenv("COURSE_CLOCK_LIBRARY"), NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char *folder = path_join(place, folders[i]);
		char *link = path_join(folder, "libcourse_clock.so");
		struct program_result result;
		char *output;

		assert_int_equal(mkdir(folder, 0700), 0);
		assert_int_equal(symlink(library, link), 0);
		setenv("COURSE_CLOCK_LIBRARY", link, 1);
		output = timed_run(&request, &result);
		assert_string_equal(output, "   3.000 | done\n");
		assert_false(result.time_is_real);
		program_result_free(&result);
		free(output);
		free(link);
		free(folder);
	}
	setenv("COURSE_CLOCK_LIBRARY", library, 1);
	free(library);
	fixture_remove(place);
}

static void blocking_calls_are_written_down(void **state)
{
	char *arguments[] = { timed_program("waits"), "sleeps", NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	static const char *const names[] = {
		"sleep",           "usleep",     "nanosleep", "clock_nanosleep",
		"clock_nanosleep", "thrd_sleep", "poll",      "select",
	};

	(void)state;
	program_run(&request, &result);
	assert_int_equal(result.blocking_call_count, 8);
	for (size_t i = 0; i < 8; i++) {
		const struct blocking_call *call = &result.blocking_calls[i];

		assert_string_equal(call->name, names[i]);
		assert_non_null(strstr(call->program, "/waits"));
		assert_string_equal(call->object, call->program);
		assert_true(call->offset > 0 && call->offset < 100000);
		assert_int_equal((call->at + 500000) / 1000000,
				 i == 0 ? 0 : 500 + 1500 * i);
		assert_int_equal((call->duration + 500) / 1000,
				 i == 0 ? 2000000 : 1500000);
	}
	program_result_free(&result);
}

static void a_trace_is_kept(void **state)
{
	char *arguments[] = { "sh", "-c", "eval \"echo hello >&$ASYNC_TRACE_FD\"", NULL };
	char *shell[] = { "bash", "-c", "echo hello >&$ASYNC_TRACE_FD", NULL };
	struct program_request request =
		timed_request(timed_has("bash") ? shell : arguments);
	struct program_result result;
	char bytes[6] = "";

	(void)state;
	request.trace = true;
	program_run(&request, &result);
	assert_true(result.trace_descriptor >= 0);
	assert_int_equal(pread(result.trace_descriptor, bytes, 5, 0), 5);
	assert_string_equal(bytes, "hello");
	program_result_free(&result);
}

/* In a process of its own, since an interrupt stays requested. */
static void an_interrupt_ends_the_program(void **state)
{
	char *arguments[] = { timed_program("misbehave"), "spin", NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	pid_t grader = fork();
	int status;

	(void)state;
	if (grader == 0) {
		interrupt_catch();
		if (fork() == 0) {
			nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL);
			kill(getppid(), SIGTERM);
			_exit(0);
		}
		alarm(100); /* if it hangs */
		program_run(&request, &result);
		_exit(result.end == PROGRAM_INTERRUPTED ? 0 : 1);
	}
	waitpid(grader, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(limits_end_a_program),
		cmocka_unit_test(who_makes_many_processes_is_held_up),
		cmocka_unit_test(a_deadlock_is_seen_at_once),
		cmocka_unit_test(every_way_to_end_is_an_end),
		cmocka_unit_test(attacks_on_the_clock_change_no_stamp),
		cmocka_unit_test(garbage_on_the_board_is_survived),
		cmocka_unit_test(bytes_are_kept_as_they_are),
		cmocka_unit_test(a_long_line_is_cut),
		cmocka_unit_test(a_line_has_the_time_of_its_first_byte),
		cmocka_unit_test(streams_are_told_apart),
		cmocka_unit_test(memory_lies_at_the_same_addresses_each_time),
		cmocka_unit_test(lines_are_told_as_they_come),
		cmocka_unit_test(it_starts_clean_and_where_it_is_told),
		cmocka_unit_test(what_cannot_be_started_is_said),
		cmocka_unit_test(the_clock_may_lie_in_any_folder),
		cmocka_unit_test(blocking_calls_are_written_down),
		cmocka_unit_test(a_trace_is_kept),
		cmocka_unit_test(an_interrupt_ends_the_program),
	};

	return cmocka_run_group_tests(tests, timed_set_up, NULL);
}
