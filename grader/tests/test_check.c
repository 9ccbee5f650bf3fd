/* course check, from outside: whatever it is given, a verdict or one line. */
#define _GNU_SOURCE
#include "fixture.h"

#include <dirent.h>
#include <jansson.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run/tool.h"
#include "text/file.h"
#include "text/memory.h"
#include "text/text.h"

static const char *course; /* the binary */
static char *temporary;    /* where it makes its workspaces */
static char *sources;      /* where we put files for it */
static char *data;         /* the course of these tests */

/* The environment of `make test`, or that of a run by hand from the root. */
static int set_up(void **state)
{
	const char *programs = getenv("PROGRAMS");
	char *library;

	(void)state;
	course = getenv("COURSE") ? getenv("COURSE") : "build/course";
	data = memory_copy_text(fixture_path("grader/tests/data/course"));
	sources = fixture_folder();
	temporary = fixture_folder();
	/* The clock is never sanitized, and so may lie elsewhere than the course. */
	library = text_format("%s/../../libcourse_clock.so", programs ? programs : "");
	if (programs && file_is_plain(library))
		setenv("COURSE_CLOCK_LIBRARY", library, 0);
	free(library);
	setenv("TMPDIR", temporary, 1);
	setenv("NO_COLOR", "1", 1);
	unsetenv("CC");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_remove(temporary);
	fixture_remove(sources);
	free(data);
	return 0;
}

/* Is any process running whose program lies in the temporary folder? */
static bool something_runs(void)
{
	DIR *directory = opendir("/proc");
	struct dirent *entry;
	bool runs = false;

	while (!runs && (entry = readdir(directory))) {
		char link[512], target[4096];
		ssize_t length;

		snprintf(link, sizeof(link), "/proc/%s/exe", entry->d_name);
		length = readlink(link, target, sizeof(target) - 1);
		runs = length > 0 && strncmp(target, temporary, strlen(temporary)) == 0;
	}
	closedir(directory);
	return runs;
}

static void assert_nothing_is_left(void)
{
	struct names names;

	folder_names(temporary, "", &names);
	assert_int_equal(names.count, 0);
	names_free(&names);
	assert_false(something_runs());
}

/* Runs the course with these arguments, up to a NULL. */
static struct tool_result run_course(const char *first, ...)
{
	char *arguments[16] = { (char *)course, (char *)first };
	struct tool_request request = {
		.arguments = arguments,
		.bounds = { .real_seconds = 100,
			    .cpu_seconds = 60,
			    .file_bytes = 1 << 30,
			    .output_bytes = 16 << 20 },
	};
	struct tool_result result;
	va_list list;
	size_t count = 2;

	va_start(list, first);
	while (count < 15 && (arguments[count] = va_arg(list, char *)))
		count++;
	va_end(list);
	tools_run(&request, 1, &result);
	assert_int_equal(result.end, TOOL_EXITED);
	assert_nothing_is_left();
	return result;
}

/* The report on an exercise with a file of ours in the place of its own. */
static json_t *check(const char *exercise, const char *file, const char *text,
		     int *status)
{
	char *path = path_join(sources, file);
	struct tool_result result;
	json_t *report;

	fixture_write(sources, file, text);
	result = run_course("check", exercise, "--file", path, "--root", data, "--format",
			    "json", NULL);
	report = json_loads(result.output, JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL);
	if (!report)
		fail_msg("no report: %s", result.output);
	*status = result.status;
	free(result.output);
	free(path);
	return report;
}

static const char *text_of(const json_t *report, const char *name)
{
	const char *text = json_string_value(json_object_get(report, name));

	return text ? text : "";
}

#define HEAD                                                                             \
	"#include <async.h>\n#include <stdio.h>\n#include <stdlib.h>\n"                  \
	"#include <string.h>\n#include <unistd.h>\n#include <signal.h>\n#include "       \
	"<poll.h>\n"
/* On line 8: the program says «one», and what it does half a second later. */
#define PROGRAM(what)                                                                    \
	HEAD "async (void, steps) { puts(\"one\"); await (async_sleep(0.5)); " what      \
	     " }\nint main(void) { return async_run(steps()); }\n"
#define RIGHT "puts(\"two\"); await (async_sleep(0.5)); puts(\"three\"); puts(\"done\");"

struct expectation {
	const char *text; /* of the file */
	const char *verdict;
	const char *words; /* in the message */
	int line;          /* to be named, or 0 */
};

static void judge(const struct expectation *wanted)
{
	int status;
	json_t *report = check("three_steps", "three_steps.c", wanted->text, &status);
	const json_t *where = json_object_get(report, "where");
	int line = (int)json_integer_value(json_object_get(where, "line"));

	if (strcmp(text_of(report, "verdict"), wanted->verdict) != 0 ||
	    !strstr(text_of(report, "message"), wanted->words) ||
	    (wanted->line && line != wanted->line) ||
	    status != (strcmp(wanted->verdict, "PASS") != 0))
		fail_msg("%s (status %d), line %d: %s", text_of(report, "verdict"),
			 status, line, text_of(report, "message"));
	json_decref(report);
}

#define JUDGE_ALL(cases)                                                                 \
	for (size_t i = 0; i < sizeof(cases) / sizeof(*(cases)); i++)                    \
	judge(&(cases)[i])

static void a_right_program_passes_and_a_wrong_one_does_not(void **state)
{
	static const struct expectation cases[] = {
		{ PROGRAM(RIGHT), "PASS", "each at its moment", 0 },
		{ PROGRAM("puts(\"two\");"), "WRONG", "Line 3 is missing", 0 },
		{ PROGRAM("usleep(1);" RIGHT), "PROTOCOL",
		  "usleep(1) blocks the whole loop", 8 },
		{ PROGRAM("sleep(1);" RIGHT), "TIME",
		  "sleep(1) blocks the whole loop for 1.000 s, "
		  "from 0.500 s on, in steps",
		  8 },
		{ PROGRAM(RIGHT "exit(4);"), "WRONG", "exit status 4", 0 },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void what_does_not_compile_is_told_in_plain_words(void **state)
{
	static const struct expectation cases[] = {
		{ PROGRAM("async_sleep(1);"), "COMPILE", "did not await it", 8 },
		{ PROGRAM("nothing(1);"), "COMPILE", "There is no function nothing", 8 },
		{ "", "COMPILE", "three_steps.c is empty", 0 },
		{ "int no_main;\n", "COMPILE", "no main function", 0 },
		{ "#include \"three_steps.c\"\n", "COMPILE", "depth", 0 },
		{ "#include \"/dev/stdin\"\n", "COMPILE", "no main function", 0 },
		{ "int main[-1u] = {1};\n", "COMPILE", "stopped", 0 },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void a_crash_is_one_sentence_and_one_line(void **state)
{
	static const struct expectation cases[] = {
		{ PROGRAM("*(volatile int *)0 = 1;"), "CRASH", "a null pointer", 8 },
		{ PROGRAM("char *p = malloc(3); free(p); free(p);"), "CRASH",
		  "freed the same memory twice", 8 },
		{ PROGRAM("abort();"), "CRASH", "called abort", 8 },
		{ PROGRAM("raise (ValueError, \"no\");"), "WRONG",
		  "Nobody caught the exception ValueError: no", 8 },
		{ PROGRAM("kill(getpid(), SIGKILL);"), "CRASH", "SIGKILL", 0 },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void nothing_goes_on_for_ever(void **state)
{
	static const struct expectation cases[] = {
		{ PROGRAM("for (;;) await (async_sleep(1));"), "WALL",
		  "After line 1, \"one\"", 0 },
		{ PROGRAM("for (;;) puts(\"spam\");"), "OUTPUT", "", 0 },
		{ PROGRAM("for (;;) putchar('x');"), "OUTPUT", "", 0 },
		{ PROGRAM("for (;;) fputs(\"spam\", stderr);"), "OUTPUT", "", 0 },
		{ PROGRAM("poll(NULL, 0, -1);"), "DEADLOCK",
		  "After line 1 everything waits", 0 },
		{ PROGRAM("while (fork() >= 0) ;"), "MEMORY", "processes", 0 },
		{ PROGRAM("for (volatile int i = 0;; i++) ;"), "CPU", "loop", 0 },
	};

	(void)state;
	JUDGE_ALL(cases);
}

/* More than two seconds on one processor, in which none of its two processes comes to
 * its limit, and then a mistake that only the trace tells of. */
#define SLOW                                                                             \
	"#include <sys/wait.h>\n#include <time.h>\n" HEAD                                \
	"async (void, late) { await (async_sleep(0.7)); puts(\"two\"); }\n"              \
	"async (void, steps) { puts(\"one\"); create_task(late());\n"                    \
	"await (async_sleep(0.2)); }\n"                                                  \
	"int main(void) { pid_t child = fork();\n"                                       \
	"while (clock() < 1.1 * CLOCKS_PER_SEC) ;\n"                                     \
	"if (!child) _exit(0);\n"                                                        \
	"waitpid(child, NULL, 0); return async_run(steps()); }\n"

static void what_takes_long_is_explained_as_well(void **state)
{
	static const struct expectation wanted = { SLOW, "WRONG",
						   "late runs as a task, beside others",
						   11 };
	cpu_set_t all, one;

	(void)state;
	sched_getaffinity(0, sizeof(all), &all);
	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	sched_setaffinity(0, sizeof(one), &one);
	judge(&wanted);
	sched_setaffinity(0, sizeof(all), &all);
}

static void what_is_left_running_is_ended(void **state)
{
	static const struct expectation cases[] = {
		{ PROGRAM("if (fork() == 0) { setsid(); for (;;) pause(); } " RIGHT),
		  "PASS", "", 0 },
		{ PROGRAM("fclose(stdout);" RIGHT), "WRONG", "close its standard output",
		  8 },
	};

	(void)state;
	JUDGE_ALL(cases);
}

static void any_bytes_can_be_reported(void **state)
{
	int status;
	json_t *report = check(
		"three_steps", "three_steps.c",
		PROGRAM("fwrite(\"t\\0\\033[31m\\xff\\n\", 1, 9, stdout);"), &status);
	json_t *divergence = json_object_get(report, "divergence");
	json_t *actual = json_object_get(divergence, "actual");
	char *path = path_join(sources, "three_steps.c");
	struct tool_result result;

	(void)state;
	assert_string_equal(text_of(divergence, "kind"), "wrong text");
	assert_int_equal(json_integer_value(json_object_get(divergence, "index")), 1);
	assert_int_equal(json_string_length(json_object_get(actual, "text")), 11);
	assert_true(json_is_true(json_object_get(actual, "escaped")));
	assert_true(json_real_value(json_object_get(actual, "time")) == 0.5);
	json_decref(report);
	result = run_course("check", "three_steps", "--file", path, "--root", data, NULL);
	for (size_t i = 0; i < result.length; i++)
		assert_true(result.output[i] == '\n' ||
			    (unsigned char)result.output[i] >= ' ');
	free(result.output);
	free(path);
}

static void several_programs_are_compiled_and_started(void **state)
{
	char *solution = path_join(data, "solutions/follow");
	char *buffered = path_join(data, "exercises/follow/wrong/buffered");
	struct tool_result result;

	(void)state;
	result = run_course("check", "follow", "--file", solution, "--root", data, NULL);
	assert_int_equal(result.status, 0);
	assert_non_null(strstr(result.output, "PASS  follow"));
	free(result.output);
	result = run_course("check", "follow", "--file", solution, "--file", buffered,
			    "--root", data, NULL);
	assert_int_equal(result.status, 1);
	assert_non_null(strstr(result.output, "wrong/buffered/writer.c:14"));
	free(result.output);
	free(solution);
	free(buffered);
}

static void the_text_report_shows_both_sides(void **state)
{
	char *path = path_join(data, "exercises/three_steps/wrong/no_wait");
	struct tool_result result;

	(void)state;
	setenv("LC_ALL", "C", 1);
	result = run_course("check", "--root", data, "three_steps", "--file", path, NULL);
	assert_non_null(
		strstr(result.output,
		       ">    0.500 | two                             0.000 | two\n"
		       "             ^ early by 0.500 s\n"));
	for (char *line = result.output; *line; line += strcspn(line, "\n") + 1)
		assert_true(strcspn(line, "\n") <= 80);
	free(result.output);
	free(path);
}

static void the_handed_out_file_draws_where_to_start(void **state)
{
	struct tool_result result =
		run_course("check", "three_steps", "--root", data, NULL);

	(void)state;
	assert_int_equal(result.status, 1);
	assert_non_null(strstr(result.output, "Write say first"));
	free(result.output);
}

static void what_cannot_be_judged_is_one_line_and_status_2(void **state)
{
	static const struct {
		const char *arguments[6];
		const char *words;
	} cases[] = {
		{ { "check", "three_step" }, "did you mean three_steps?" },
		{ { "check", "follow", "--file", "/nonexistent/follow.c" },
		  "cannot be read" },
		{ { "check", "follow", "--file", "/nonexistent/other.c" },
		  "follow.c, writer.c" },
		{ { "check", "follow", "--file", "/dev" }, "holds none of" },
		{ { "check", "follow", "--file" }, "needs a value" },
		{ { "check", "follow", "--fiel", "x" }, "did you mean --file?" },
		{ { "check", "follow", "three_steps" }, "one too many" },
		{ { "check", "follow", "--format", "xml" }, "say one of text|json|" },
		{ { "check", "follow", "--clock", "soon" }, "no clock" },
		{ { "check", "follow", "--clock", "-1x" }, "no clock" },
		{ { "check", "follow", "--clock", "nanx" }, "no clock" },
		{ { "chekc" }, "did you mean check?" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *const *argument = cases[i].arguments;
		struct tool_result result;

		setenv("LC_ALL", "C", 1);
		if (chdir(data) != 0)
			fail();
		result = run_course(argument[0], argument[1], argument[2], argument[3],
				    NULL);
		if (result.status != 2 || !strstr(result.output, cases[i].words) ||
		    strchr(result.output, '\n') != result.output + result.length - 1)
			fail_msg("case %zu: %d %s", i, result.status, result.output);
		free(result.output);
	}
}

static pid_t start_check(const char *path)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	signal(SIGINT, SIG_DFL);
	if (!freopen("/dev/null", "w", stderr))
		_exit(126);
	execl(course, "course", "check", "three_steps", "--file", path, "--root", data,
	      (char *)NULL);
	_exit(127);
}

/* Starts a check of a program that does not end, and waits until it runs. On a busy
 * machine the check may have ended it before anybody looked: then another. */
static pid_t start_endless_check(void)
{
	char *path = path_join(sources, "three_steps.c");
	pid_t child;

	fixture_write(sources, "three_steps.c",
		      PROGRAM("for (volatile int i = 0;; i++) ;"));
	child = start_check(path);
	while (!something_runs()) {
		poll(NULL, 0, 1);
		if (waitpid(child, NULL, WNOHANG) == child)
			child = start_check(path);
	}
	free(path);
	return child;
}

static void an_interrupt_leaves_nothing_behind(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

	(void)state;
	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++) {
		pid_t child = start_endless_check();
		int status;

		kill(child, signals[i]);
		waitpid(child, &status, 0);
		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), signals[i]);
		assert_nothing_is_left();
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_right_program_passes_and_a_wrong_one_does_not),
		cmocka_unit_test(what_does_not_compile_is_told_in_plain_words),
		cmocka_unit_test(a_crash_is_one_sentence_and_one_line),
		cmocka_unit_test(nothing_goes_on_for_ever),
		cmocka_unit_test(what_takes_long_is_explained_as_well),
		cmocka_unit_test(what_is_left_running_is_ended),
		cmocka_unit_test(any_bytes_can_be_reported),
		cmocka_unit_test(several_programs_are_compiled_and_started),
		cmocka_unit_test(the_text_report_shows_both_sides),
		cmocka_unit_test(the_handed_out_file_draws_where_to_start),
		cmocka_unit_test(what_cannot_be_judged_is_one_line_and_status_2),
		cmocka_unit_test(an_interrupt_leaves_nothing_behind),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
