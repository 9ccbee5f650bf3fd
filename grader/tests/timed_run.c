#define _GNU_SOURCE
#include "timed_run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fixture.h"
#include "text/text.h"

int timed_set_up(void **state)
{
	char library[4096];

	(void)state;
	setenv("PROGRAMS", fixture_path("build/tests/programs"), 0);
	snprintf(library, sizeof(library), "%s/../../libcourse_clock.so",
		 getenv("PROGRAMS"));
	setenv("COURSE_CLOCK_LIBRARY", library, 0);
	return 0;
}

char *timed_program(const char *name)
{
	static char path[4096];

	snprintf(path, sizeof(path), "%s/%s", getenv("PROGRAMS"), name);
	return path;
}

bool timed_has(const char *command)
{
	char line[256];

	snprintf(line, sizeof(line), "command -v %s >/dev/null 2>&1", command);
	return system(line) == 0;
}

struct program_request timed_request(char *const *arguments)
{
	struct program_request request = {
		.arguments = arguments,
		.one_channel = true,
		.limits = program_limits_default,
	};

	/* Tests run under valgrind too, and on a machine that is busy. */
	request.limits.real_seconds = 60;
	return request;
}

char *timed_run(const struct program_request *request, struct program_result *result)
{
	struct text text = { 0 };

	program_run(request, result);
	for (size_t i = 0; i < result->line_count; i++) {
		text_add_format(&text, "%8.3f | ", (double)result->lines[i].at / 1e9);
		text_add_bytes(&text, result->lines[i].text, result->lines[i].length);
		text_add(&text, "\n");
	}
	return text_take(&text);
}

void timed_expect(const char *command, const char *expected)
{
	char *arguments[] = { "sh", "-c", (char *)command, NULL };
	struct program_request request = timed_request(arguments);
	struct program_result result;
	char *actual = timed_run(&request, &result);

	assert_string_equal(actual, expected);
	assert_null(result.error);
	assert_int_equal(result.end, PROGRAM_EXITED);
	assert_int_equal(result.status, 0);
	assert_false(result.time_is_real);
	free(actual);
	program_result_free(&result);
}

void timed_keep_busy(pid_t *busy, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		busy[i] = fork();
		if (busy[i] != 0)
			continue;
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			;
	}
}

void timed_end_busy(const pid_t *busy, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		kill(busy[i], SIGKILL);
		waitpid(busy[i], NULL, 0);
	}
}
